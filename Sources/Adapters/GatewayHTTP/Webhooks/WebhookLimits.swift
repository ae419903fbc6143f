// SPDX-License-Identifier: Apache-2.0

/// Bounds of webhooks, and of what comes after a stream.
public struct WebhookLimits: Sendable, Hashable {
    /// The largest body, in bytes; Twilio sends about 1,500.
    public var body = 64 << 10
    /// The most fields of a form; Twilio sends about 30.
    public var fields = 1_000
    /// How long an answer waits for the journal to be durable. Then it is given anyway.
    public var journalWait = Duration.seconds(2)
    /// How long an answer waits for the store to say what it knows of a call.
    public var storeWait = Duration.seconds(1)
    /// How long an answer is given again to the same `I-Twilio-Idempotency-Token`.
    public var idempotencyLifetime = Duration.seconds(60)
    /// Answers kept for that.
    public var idempotencyEntries = 1_024
    /// How often a broken stream is taken up again before the call is handed over.
    public var resumes = 5
    /// How often a call is asked to come back while this server shuts down.
    public var drainAttempts = 10
    /// How long each time.
    public var drainPause = Duration.seconds(2)
    /// How long the other side of a transfer may ring.
    public var transferTimeout = Duration.seconds(25)
    /// The longest message a caller may leave.
    public var voicemailLength = Duration.seconds(120)
    /// The silence that ends a message.
    public var voicemailSilence = Duration.seconds(5)

    /// The defaults.
    public init() {}
}
