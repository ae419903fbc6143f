// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Testing

@testable import PostgreSQL

struct PoolSimulationTests {
    /// 4,000 schedules of 150 disturbances each.
    @Test(arguments: 0..<8)
    func keepsItsPromisesInEverySchedule(_ batch: Int) {
        var lent = 0
        var refused = 0
        for seed in (batch * 500)..<(batch * 500 + 500) {
            var simulation = PoolSimulation(seed: seed)
            simulation.run(steps: 150)
            #expect(simulation.complaints.isEmpty, "seed \(seed): \(simulation.complaints)")
            if !simulation.complaints.isEmpty { return }
            lent += simulation.lent
            refused += simulation.refused
        }
        // The world is neither all well nor all broken.
        #expect(lent > 5000)
        #expect(refused > 500)
    }
}
#endif
