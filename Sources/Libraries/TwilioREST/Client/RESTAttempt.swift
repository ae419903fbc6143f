// SPDX-License-Identifier: Apache-2.0

/// One attempt of one request, as an observer hears of it. Holds nothing about people and no secrets.
public struct RESTAttempt: Sendable {
    /// What was asked for: one of about thirty fixed names such as `calls.create`.
    public var operation: String
    /// Which attempt it was; the first is 1.
    public var number: Int
    /// How long it took, waiting for its turn included.
    public var duration: Duration
    /// How it failed; `nil` when it succeeded.
    public var error: TwilioRESTError?
    /// After how long it is tried again; `nil` when it is not.
    public var retriesAfter: Duration?

    /// Creates an attempt.
    public init(
        operation: String,
        number: Int,
        duration: Duration,
        error: TwilioRESTError? = nil,
        retriesAfter: Duration? = nil
    ) {
        self.operation = operation
        self.number = number
        self.duration = duration
        self.error = error
        self.retriesAfter = retriesAfter
    }
}
