// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import CallStorage

/// The ledger after thousands of schedules of faults and crashes (R03, R13, R15, R16).
struct DeliverySimulationTests {
    /// A hundred seeds each, so that a failure names the neighbourhood.
    @Test(arguments: 0..<30)
    func keepsTheLedgerInEverySchedule(_ hundred: Int) {
        for number in 0..<100 {
            let seed = UInt64(hundred * 100 + number)
            var simulation = DeliverySimulation(seed: seed)
            simulation.run()
            self.check(simulation, seed)
        }
    }

    private func check(_ simulation: DeliverySimulation, _ seed: UInt64) {
        let poison = simulation.shared.poison
        let events = simulation.journal.entries.map(\.event)
        let hopeless = Set(
            events.filter { event in
                guard case .received = event.kind else { return false }
                return poison.contains(event.id)
            }.map(\.call)
        )
        let due = events.filter { !poison.contains($0.id) && !hopeless.contains($0.call) }
        // Everything once, nothing aside that was not poisoned.
        let stored = simulation.shared.calls.values.flatMap { $0 }
        #expect(Set(stored) == Set(due.map(\.id)), "seed \(seed): lost or invented")
        #expect(stored.count == Set(stored).count, "seed \(seed): doubled")
        let aside = Set(events.map(\.id)).subtracting(due.map(\.id))
        #expect(simulation.journal.eventsAside == aside, "seed \(seed): set aside")
        #expect(!simulation.journal.hasWaiting, "seed \(seed): not drained")
        // In order, but for what was set aside and tried again later.
        let everAside = simulation.journal.eventsEverAside
        for (call, arrived) in simulation.shared.calls {
            let order = due.filter { $0.call == call && !everAside.contains($0.id) }.map(\.id)
            #expect(arrived.filter { !everAside.contains($0) } == order, "seed \(seed): order")
        }
        // The end of a hanging attempt, the longest pause, a second chance, and what comes of it.
        #expect(
            simulation.drained <= simulation.faultsEnd + .seconds(90),
            "seed \(seed): late by \(simulation.drained - simulation.faultsEnd)"
        )
    }

    @Test func seesEveryKindOfTrouble() {
        var (crashes, repetitions, aside) = (0, 0, 0)
        for seed in 0..<50 {
            var simulation = DeliverySimulation(seed: UInt64(seed))
            simulation.run()
            crashes += simulation.crashes
            repetitions += simulation.shared.repetitions
            aside += simulation.journal.eventsAside.count
        }
        #expect(crashes > 50 && repetitions > 50 && aside > 50)
    }

    @Test func takesTheSameCourseForTheSameSeed() {
        var (first, second) = (DeliverySimulation(seed: 7), DeliverySimulation(seed: 7))
        first.run()
        second.run()
        #expect(
            first.steps == second.steps && first.drained == second.drained && first.shared.calls == second.shared.calls
        )
    }
}
