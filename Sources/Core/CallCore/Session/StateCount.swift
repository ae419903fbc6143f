// SPDX-License-Identifier: Apache-2.0

/// One conversation's part of `switchboard_sessions`: counted in exactly one state from its first event to its end, and
/// in none after that.
struct StateCount {
    private let metrics: ConversationMetrics
    private var name: CallStateMachine.State.Name?
    private var isOver = false

    init(_ metrics: ConversationMetrics) {
        self.metrics = metrics
    }

    /// The conversation is in this state now.
    mutating func enter(_ state: CallStateMachine.State) {
        guard !self.isOver, self.name != state.name else { return }
        self.metrics.moved(from: self.name, to: state.name)
        self.name = state.name
    }

    /// The conversation is over.
    mutating func leave() {
        guard !self.isOver else { return }
        self.isOver = true
        self.metrics.moved(from: self.name, to: nil)
        self.name = nil
    }
}
