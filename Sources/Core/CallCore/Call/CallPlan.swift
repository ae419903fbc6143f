// SPDX-License-Identifier: Apache-2.0

/// What was ordered with an outbound call: known before it is answered, and by every instance that reads the store.
public struct CallPlan: Sendable, Hashable, Codable {
    /// The order's name: what the one who ordered the call chose, so that an order that comes twice dials once.
    public var order: String?
    /// Said first instead of the dialogue's greeting.
    public var greeting: String?
    /// Which dialogue answers; `nil` for the default one.
    public var dialogue: String?
    /// What happens when a machine answers.
    public var onMachine: MachinePlan

    /// Creates a plan; what is left out is the default.
    public init(
        order: String? = nil,
        greeting: String? = nil,
        dialogue: String? = nil,
        onMachine: MachinePlan = .talk
    ) {
        self.order = order
        self.greeting = greeting
        self.dialogue = dialogue
        self.onMachine = onMachine
    }
}
