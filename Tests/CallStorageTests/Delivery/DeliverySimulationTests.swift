// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import CallStorage

/// The ledger after thousands of schedules of faults and crashes (R03, R13, R15, R16).
struct DeliverySimulationTests {
    /// A hundred seeds each, so that a failure names the neighbourhood.
    @Test(arguments: 0..<20)
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
        // Compared outside of #expect, which would print all of it.
        let stored = simulation.shared.calls.values.flatMap { $0 }
        let isComplete = Set(stored) == Set(due.map(\.id))
        #expect(isComplete, "seed \(seed): lost or invented")
        let isSingle = stored.count == Set(stored).count
        #expect(isSingle, "seed \(seed): doubled")
        let isRight = simulation.journal.eventsAside == Set(events.map(\.id)).subtracting(due.map(\.id))
        #expect(isRight, "seed \(seed): something else is aside than what was poisoned")
        let isDrained = !simulation.journal.hasWaiting
        #expect(isDrained, "seed \(seed): not drained")
        // In order, but for what was set aside and tried again later.
        let everAside = simulation.journal.eventsEverAside
        for (call, arrived) in simulation.shared.calls {
            let order = due.filter { $0.call == call && !everAside.contains($0.id) }.map(\.id)
            let isOrdered = arrived.filter { !everAside.contains($0) } == order
            #expect(isOrdered, "seed \(seed): order")
        }
        // The end of a hanging attempt, the longest pause, a second chance, and what comes of it.
        #expect(
            simulation.drained <= simulation.faultsEnd + .seconds(90),
            "seed \(seed): late by \(simulation.drained - simulation.faultsEnd)"
        )
    }

    /// An event a second in 200 calls, for a minute.
    private static let minute: SimulatedJournal = {
        var journal = SimulatedJournal()
        var scripts = (1...200).map { DeliveryScript($0) }
        for index in scripts.indices { journal.add(scripts[index].received()) }
        for _ in 0..<59 { for index in scripts.indices { journal.add(scripts[index].spoken("x")) } }
        return journal
    }()

    /// R13: 60 s without the store under 200 calls, then a store that takes 150 ms for 500 events.
    @Test(arguments: 0..<40)
    func drainsAMinuteOfAnOutageInTenSeconds(_ seed: UInt64) {
        var random = DeliverySeed(seed)
        var journal = Self.minute
        var machine = DeliveryMachine()
        var (now, step, stored) = (Duration.zero, machine.start(), [EventID]())
        let back = Duration.seconds(60) + .milliseconds(Int.random(in: 0...30_000, using: &random))
        while journal.hasWaiting {
            let isAway = now < back
            let outcome: DeliveryMachine.Outcome
            switch step {
            case .takeBack: outcome = .tookBack([])
            case .read(let count, _):
                now += .milliseconds(5)
                outcome = .read(journal.undelivered(atMost: count))
            case .deliver(let group):
                now += .milliseconds(30) + .microseconds(240 * group.count)
                outcome = isAway ? .failed("away", wantsSmallerBatch: false) : .delivered
                if !isAway {
                    stored += group.map(\.event.id)
                    journal.delivered(through: group[group.count - 1].position)
                }
            case .probe: outcome = .probed(!isAway)
            case .gather(let time), .pause(let time), .idle(let time):
                now += time
                outcome = .waited
            case .attempt, .setAside:
                Issue.record("nothing was refused")
                return
            }
            step = machine.next(after: outcome, at: now, using: &random)
        }
        let isAllInOrder = stored == journal.entries.map(\.event.id)
        #expect(isAllInOrder)
        #expect(now - back < .seconds(10), "took \(now - back)")
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
