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
    public var drainAttempts = 14
    /// How many of the first of them come back at once: behind a load balancer the next try is likely to reach a server
    /// that stays.
    public var immediateDrainAttempts = 4
    /// How long the others wait.
    public var drainPause = Duration.seconds(2)
    /// How long the other side of a transfer may ring.
    public var transferTimeout = Duration.seconds(25)
    /// The longest message a caller may leave.
    public var voicemailLength = Duration.seconds(120)
    /// The silence that ends a message.
    public var voicemailSilence = Duration.seconds(5)

    /// Turns of a conversation that is held with the carrier's ears; then the call is handed over.
    public var gatherTurns = 30
    /// How long a responder may think in such a conversation; Twilio gives up after 15 seconds.
    public var gatherDeadline = Duration.seconds(9)
    /// How often a call may come to the fallback URL before it is ended with an apology.
    public var fallbacks = 4
    /// How long a callback waits for a call that the store does not know: another instance's events may be on their way.
    /// So long, while tracing is on, the report of a call's end waits for the end of its stream at another instance.
    public var callWait = Duration.seconds(2)
    /// How long the plan of a call that another instance has ordered is waited for.
    public var planWait = Duration.seconds(2)

    /// The defaults.
    public init() {}
}
