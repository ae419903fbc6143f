// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// What was decided to come next for the calls whose stream ended last: at most ``limit``, the oldest is forgotten first.
struct RecentDecisions: Sendable {
    let limit: Int
    private var steps: [CallID: NextStep] = [:]
    /// The keys of ``steps``, each once, the oldest first.
    private var order: Deque<CallID> = []

    init(limit: Int) {
        self.limit = limit
    }

    /// How many are remembered.
    var count: Int { self.order.count }

    func next(of call: CallID) -> NextStep? { self.steps[call] }

    mutating func remember(_ next: NextStep, of call: CallID) {
        self.forget(call)
        self.steps[call] = next
        self.order.append(call)
        while self.order.count > self.limit, let oldest = self.order.popFirst() { self.steps[oldest] = nil }
    }

    mutating func forget(_ call: CallID) {
        guard self.steps.removeValue(forKey: call) != nil else { return }
        self.order.removeAll { $0 == call }
    }
}
