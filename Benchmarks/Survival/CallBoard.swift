// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import SwitchboardTesting

/// The calls of a scenario: those that go on, and what became of the others.
actor CallBoard {
    /// One call that is over.
    struct Placed: Sendable {
        let plan: SpokenPlan
        let result: SimulatedCallResult
    }

    private(set) var going: Set<String> = []
    private(set) var placed: [Placed] = []

    var sids: [String] { Array(self.going) }

    func began(_ sid: String) { self.going.insert(sid) }

    func ended(_ plan: SpokenPlan, _ result: SimulatedCallResult) {
        self.going.remove(result.sid)
        self.placed.append(Placed(plan: plan, result: result))
    }

    /// Places the calls, spread over `ramp` seconds, and returns when all are over.
    nonisolated func place(_ calls: [(SpokenPlan, SimulatedCall)], ramp: Int, on twilio: SimulatedTwilio) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (index, (plan, call)) in calls.enumerated() {
                tasks.addTask {
                    try await Task.sleep(for: .seconds(Double(ramp * index) / Double(calls.count)))
                    await self.began(call.sid)
                    await self.ended(plan, try await twilio.place(call))
                }
            }
            try await tasks.waitForAll()
        }
    }
}
