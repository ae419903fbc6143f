// SPDX-License-Identifier: Apache-2.0

/// A call to be made.
public struct OutboundCall: Sendable, Hashable {
    /// How machines are told from people.
    public enum MachineDetection: String, Sendable, Hashable, Codable, CaseIterable {
        /// Not at all.
        case off
        /// Before anything is said; the verdict comes with the first question what to do.
        case enable
        /// As ``enable``, and a machine's greeting is waited for, so that a message can be left.
        case detectMessageEnd = "detect_message_end"
        /// While the conversation begins already; the verdict comes by itself.
        case async
    }

    /// Whom to call: E.164, or an address as in ``TransferTarget`` of a client or of SIP.
    public var to: String
    /// The number that is shown; one of the account's own.
    public var from: String
    /// Asked what to do once somebody answers.
    public var answerURL: String
    /// Asked when that fails.
    public var fallbackURL: String?
    /// Told of the call's progress: initiated, ringing, answered, completed.
    public var statusURL: String
    /// Told who took the call, with ``MachineDetection/async``.
    public var machineURL: String?
    /// How machines are told from people.
    public var machineDetection: MachineDetection
    /// How long it may ring; whole seconds.
    public var ringLimit: Duration
    /// The longest call; whole seconds. `nil` for the carrier's own limit.
    public var timeLimit: Duration?
    /// Keys pressed once the call is answered.
    public var sendDigits: String?

    /// Creates an order; what is left out is the carrier's default.
    public init(
        to: String,
        from: String,
        answerURL: String,
        statusURL: String,
        fallbackURL: String? = nil,
        machineURL: String? = nil,
        machineDetection: MachineDetection = .off,
        ringLimit: Duration = .seconds(30),
        timeLimit: Duration? = nil,
        sendDigits: String? = nil
    ) {
        self.to = to
        self.from = from
        self.answerURL = answerURL
        self.statusURL = statusURL
        self.fallbackURL = fallbackURL
        self.machineURL = machineURL
        self.machineDetection = machineDetection
        self.ringLimit = ringLimit
        self.timeLimit = timeLimit
        self.sendDigits = sendDigits
    }
}
