// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Foundation
import MetricsTestKit
import Resilience
import SwitchboardTesting
import Testing

@testable import CallStorage

@Suite(.timeLimit(.minutes(5)))
struct JournalDeliveryTests {
    @Test func deliversWhatIsThereAndWhatComes() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let first = script.whole(lines: 3)
        _ = try await stage.outbox.append(first)
        let late = script.spoken("late")
        try await stage.running {
            try await stage.waitForDelivery()
            _ = try await stage.store.append([late])
            try await stage.waitForDelivery()
        }
        #expect(await stage.kept(script.call) == (first + [late]).map(\.id))
        #expect(stage.delivery.status.delivered == 6)
        #expect(stage.delivery.status.failures == 0 && stage.delivery.status.lastError == nil)
    }

    @Test(arguments: [
        FaultyStore.Fault.away, .hangs, .dropsTheAnswer, .answersShort, .answersInAnotherOrder, .tooLarge(1),
    ])
    func deliversEveryEventOnceInOrderAfter(_ fault: FaultyStore.Fault) async throws {
        let stage = DeliveryStage()
        await stage.shared.next(fault, fault, .away, fault)
        var scripts = [DeliveryScript(1), DeliveryScript(2)]
        let events = scripts[0].whole(lines: 9) + scripts[1].whole(lines: 9)
        _ = try await stage.outbox.append(events)
        try await stage.running { try await stage.waitForDelivery() }
        #expect(await stage.shared.arrivals == events.map(\.id))
        #expect(await stage.shared.kept.events(of: scripts[0].call).map(\.sequence) == Array(1...11))
        #expect(await stage.outbox.everAside.isEmpty)
        #expect(stage.delivery.status.failures == 0 && stage.delivery.status.failingSince == nil)
    }

    @Test func setsPoisonAsideWithAReasonAndDeliversTheRest() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let events = script.whole(lines: 20)
        await stage.shared.refuses([events[4].id, events[17].id])
        _ = try await stage.outbox.append(events)
        try await stage.running {
            try await stage.waitForDelivery()
            try await stage.wait { stage.delivery.status.aside == 2 }
        }
        let aside = await stage.outbox.aside(atMost: 10)
        #expect(aside.map(\.entry.event.id) == [events[4].id, events[17].id])
        #expect(aside.allSatisfy { $0.reason == "22021" && $0.time == DeliveryStage.now })
        #expect(await stage.kept(script.call).count == 20)
    }

    @Test func takesBackWhatIsAsideAtTheStart() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let events = script.whole()
        _ = try await stage.outbox.append(events)
        try await stage.outbox.setAside([2], because: "schema", at: DeliveryStage.now)
        try await stage.outbox.delivered(through: 3)
        _ = try await stage.shared.kept.append([events[0], events[2]])
        try await stage.running {
            try await stage.wait { await stage.outbox.backlog().aside == 0 }; try await stage.waitForDelivery()
        }
        #expect(await Set(stage.kept(script.call)) == Set(events.map(\.id)))
        #expect(await stage.shared.kept.transcript(of: script.call).count == 1)
    }

    @Test func setsNearlyNothingAsideForAStoreWithoutSchemaAndDeliversItWhenThatIsMended() async throws {
        let stage = DeliveryStage { $0.limits.secondChance = .seconds(30) }
        var scripts = (1...40).map { DeliveryScript($0) }
        var events: [CallEvent] = []
        for index in scripts.indices { events += scripts[index].whole(lines: 3) }
        let all = events
        _ = try await stage.outbox.append(all)
        await stage.shared.now(.refuses)
        try await stage.running {
            try await stage.wait { stage.delivery.status.failures > 2 }
            #expect(await stage.outbox.backlog().aside <= 10)
            #expect(stage.delivery.status.lastError?.contains("refuses every event") == true)
            #expect(stage.delivery.sharedStoreStatus(named: "postgres").state == .failing)
            await stage.shared.now(nil)
            try await stage.wait { await stage.shared.arrivals.count == all.count }
            try await stage.waitForDelivery()
        }
        #expect(await stage.outbox.backlog().aside == 0)
        #expect(await Set(stage.shared.arrivals) == Set(all.map(\.id)))
    }

    @Test func neverBringsAnErasedCallBackByEventsThatComeLater() async throws {
        let stage = DeliveryStage()
        var (erased, other) = (DeliveryScript(1), DeliveryScript(2))
        _ = try await stage.outbox.append(erased.whole())
        let late = [erased.spoken("too late"), erased.spoken("later")]
        let fine = other.whole()
        let gone = erased.call
        try await stage.running {
            try await stage.waitForDelivery()
            // Another server erases it.
            #expect(await stage.shared.kept.erase(.call(gone), limit: 1) == 1)
            _ = try await stage.store.append(late + fine)
            try await stage.waitForDelivery()
        }
        #expect(await stage.shared.kept.call(erased.call) == nil)
        #expect(await stage.outbox.aside(atMost: 10).map(\.entry.event.id) == late.map(\.id))
        #expect(await stage.kept(other.call) == fine.map(\.id))
    }

    /// What 200 calls leave in an outage of a minute; how long it takes is in ``DeliverySimulationTests``.
    @Test func catchesUpQuicklyAfterAnOutageInOrderAndOnce() async throws {
        let stage = DeliveryStage()
        var scripts = (1...200).map { DeliveryScript($0) }
        await stage.shared.now(.away)
        await stage.shared.isDead(true)
        let start = stage.clock.now
        var events: [CallEvent] = []
        for index in scripts.indices { events.append(scripts[index].received()) }
        for line in 0..<20 { for index in scripts.indices { events.append(scripts[index].spoken("\(line)")) } }
        let all = events
        try await stage.running {
            _ = try await stage.store.append(all)
            try await stage.wait { start.duration(to: stage.clock.now) > .seconds(60) }
            try await stage.wait { stage.delivery.status.backlog == all.count }
            #expect(stage.delivery.status.breaker != .closed)
            await stage.shared.now(nil)
            await stage.shared.isDead(false)
            try await stage.waitForDelivery()
        }
        #expect(await stage.shared.arrivals == all.map(\.id))
        let batches = await stage.shared.batches.filter { $0.count == 500 }.count
        #expect(batches >= 6)
        #expect(stage.breaker.snapshot.state == .closed)
    }

    @Test func letsAHangingStoreHangNoLongerThanTheDeadline() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        _ = try await stage.outbox.append(script.whole(lines: 50))
        await stage.shared.now(.hangs)
        try await stage.running {
            try await stage.wait { stage.delivery.status.inFlight > 0 }
            try await stage.wait { stage.delivery.status.lastError?.contains("20") == true }
            await stage.shared.now(nil)
            try await stage.waitForDelivery()
        }
        #expect(stage.delivery.status.inFlight == 0)
        let sizes = await stage.shared.batches.map(\.count)
        #expect(sizes[0] == 50 && sizes[1] == 25)
    }

    @Test func goesOnWhenTheJournalFails() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let events = script.whole(lines: 5)
        _ = try await stage.outbox.append(events)
        await stage.outbox.fails(5)
        try await stage.running { try await stage.waitForDelivery() }
        #expect(await stage.shared.arrivals == events.map(\.id))
        #expect(stage.delivery.status.failures == 0 && stage.delivery.status.lastError == nil)
    }

    // MARK: Shutdown

    @Test func drainsWhatIsThereBeforeTheShutdown() async throws {
        let stage = DeliveryStage { $0.limits.gathering = .seconds(3_600) }
        var script = DeliveryScript(1)
        let events = script.whole(lines: 5)
        let left = try await stage.running {
            _ = try await stage.store.append(events)
            return await stage.delivery.drain(within: .seconds(1_000))
        }
        #expect(left == 0)
        #expect(await stage.kept(script.call) == events.map(\.id))
    }

    @Test func flushesWhatWasThereThoughMoreKeepsComing() async throws {
        let stage = DeliveryStage()
        var (old, new) = (DeliveryScript(1), DeliveryScript(20_000))
        let events = old.whole()
        let noise = (0..<500).map { _ in new.spoken("noise") }
        let first = new.received()
        let ids = events.map(\.id)
        try await stage.running {
            _ = try await stage.store.append(events + [first])
            async let more: Void = {
                for event in noise {
                    _ = try await stage.store.append([event])
                    await Task.yield()
                }
            }()
            await stage.delivery.flush(within: .seconds(100_000))
            #expect(await stage.shared.arrivals.starts(with: ids))
            try await more
        }
    }

    @Test func saysWhatIsLeftWhenTheStoreStaysAway() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        _ = try await stage.outbox.append(script.whole(lines: 5))
        await stage.shared.now(.away)
        #expect(try await stage.running { await stage.delivery.drain(within: .seconds(3)) } == 7)
        #expect(await stage.shared.arrivals.isEmpty)
    }

    @Test func endsAtOnceInTheMiddleOfAnAttemptAndLosesNothing() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let events = script.whole(lines: 5)
        _ = try await stage.outbox.append(events)
        await stage.shared.now(.hangs)
        try await stage.running { try await stage.wait { stage.delivery.status.inFlight > 0 } }
        #expect(await stage.outbox.backlog().events == 7)
        #expect(stage.delivery.status.inFlight == 0)
    }

    // MARK: The journal is kept small, the figures fresh

    @Test func trimsTheJournalNowAndThen() async throws {
        let stage = DeliveryStage {
            $0.trimming = .seconds(60)
            $0.keeping = .seconds(1_000)
            $0.journalBytes = 4_096
        }
        try await stage.running { try await stage.wait { await stage.outbox.trims.count >= 3 } }
        let trims = await stage.outbox.trims
        #expect(trims.allSatisfy { $0.bytes == 4_096 && $0.time == DeliveryStage.now.addingTimeInterval(-1_000) })
    }

    @Test func countsWhatItDoes() async throws {
        let factory = TestMetrics()
        let stage = DeliveryStage(metrics: DeliveryMetrics(factory: factory))
        var script = DeliveryScript(1)
        let events = script.whole(lines: 5)
        await stage.shared.refuses([events[3].id])
        await stage.shared.next(.away)
        _ = try await stage.outbox.append(events)
        try await stage.running {
            try await stage.waitForDelivery()
            try await stage.wait { try factory.expectGauge("switchboard_store_aside_events").lastValue == 1 }
        }
        #expect(try factory.expectCounter("switchboard_store_delivered_events_total").totalValue == 6)
        #expect(try factory.expectCounter("switchboard_store_set_aside_events_total").totalValue == 1)
        let failures = try factory.expectCounter("switchboard_store_delivery_failures_total", [("reason", "failed")])
        #expect(failures.totalValue == 1)
        #expect(try factory.expectRecorder("switchboard_store_batch_events").values.reduce(0, +) == 6)
        #expect(try factory.expectTimer("switchboard_store_batch_seconds").values.count > 1)
        #expect(try factory.expectGauge("switchboard_store_backlog_events").lastValue == 0)
        #expect(stage.delivery.status.journalBytes == 7)
    }

    @Test func tellsHealthHowOldTheOldestWaitingEventIs() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        _ = try await stage.outbox.append(script.whole())
        await stage.shared.now(.away)
        try await stage.running {
            try await stage.wait { stage.delivery.status.backlog == 3 && stage.delivery.status.failures > 0 }
        }
        let status = stage.delivery.sharedStoreStatus(named: "supabase")
        #expect(status.name == "supabase" && status.state == .failing && status.backlog == 3)
        #expect(status.oldest == .seconds(9_998))
    }

    // MARK: Parts

    @Test func countsTheRateOfTheLastTenSeconds() {
        var rate = DeliveryRate()
        rate.note(100, at: .milliseconds(500))
        rate.note(100, at: .milliseconds(1_500))
        #expect(rate.perSecond(at: .seconds(2)) == 20)
        #expect(rate.perSecond(at: .milliseconds(10_500)) == 10)
        #expect(rate.perSecond(at: .seconds(12)) == 0)
        rate.note(50, at: .seconds(3_600))
        #expect(rate.perSecond(at: .seconds(3_609)) == 5)
    }

    @Test func keepsARingThatNobodyWaitsFor() async {
        let stage = DeliveryStage()
        let bell = DeliveryBell()
        bell.ring(.work)
        bell.ring(.work)
        bell.ring(.hurry)
        #expect(await bell.wait(for: .work, atMost: .seconds(1), on: stage.clock) == .work)
        #expect(await bell.wait(for: [.work, .hurry], atMost: .seconds(1), on: stage.clock) == .hurry)
        async let late = bell.wait(for: .hurry, atMost: .seconds(1), on: stage.clock)
        await stage.clock.waitForSleepers(1)
        bell.ring(.work)
        stage.clock.advance(by: .seconds(1))
        #expect(await late == [])
        #expect(await bell.wait(for: .work, atMost: .seconds(1), on: stage.clock) == .work)
    }

    @Test func letsACancelledWaiterGo() async {
        let bell = DeliveryBell()
        let clock = DeliveryStage().clock
        let waiter = Task { await bell.wait(for: .work, atMost: .seconds(1), on: clock) }
        await clock.waitForSleepers(1)
        waiter.cancel()
        #expect(await waiter.value == [])
        bell.ring(.work)
        #expect(await bell.wait(for: .work, atMost: .seconds(1), on: clock) == .work)
    }
}
