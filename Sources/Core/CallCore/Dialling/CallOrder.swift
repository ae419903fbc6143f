// SPDX-License-Identifier: Apache-2.0

/// A call that somebody wants made.
public struct CallOrder: Sendable, Hashable {
    /// Whom to call: E.164, `client:NAME` or `sip:USER@HOST`.
    public var to: String
    /// The number that is shown; `nil` for the first that is configured.
    public var from: String?
    /// What the call is for; ``CallPlan/order`` names the order, and one that comes twice dials once.
    public var plan: CallPlan
    /// How machines are told from people.
    public var machineDetection: OutboundCall.MachineDetection
    /// How long it may ring; `nil` for the configured time.
    public var ringLimit: Duration?
    /// The longest call; `nil` for the carrier's own limit.
    public var timeLimit: Duration?
    /// Keys pressed once the call is answered.
    public var sendDigits: String?

    /// Creates an order; what is left out is the default.
    public init(
        to: String,
        from: String? = nil,
        plan: CallPlan = CallPlan(),
        machineDetection: OutboundCall.MachineDetection = .off,
        ringLimit: Duration? = nil,
        timeLimit: Duration? = nil,
        sendDigits: String? = nil
    ) {
        self.to = to
        self.from = from
        self.plan = plan
        self.machineDetection = machineDetection
        self.ringLimit = ringLimit
        self.timeLimit = timeLimit
        self.sendDigits = sendDigits
    }
}
