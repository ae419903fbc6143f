// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Resilience
import SwitchboardTesting
import Testing

@testable import CallStorage

@Suite(.timeLimit(.minutes(5)))
struct SharedStoreErasureTests {
    private static let caller = "+12025550123"

    @Test func erasesACallerInBothStoresWithWhatWasNotDeliveredYet() async throws {
        // No batch is begun before the erasure asks for it.
        let stage = DeliveryStage { $0.limits.gathering = .seconds(100_000) }
        var (old, new, other) = (
            DeliveryScript(1, from: Self.caller), DeliveryScript(2, from: Self.caller), DeliveryScript(3)
        )
        _ = try await stage.shared.kept.append(old.whole())
        let events = new.whole() + other.whole()
        let ids = (old.call, new.call, other.call)
        try await stage.running {
            _ = try await stage.store.append(events)
            #expect(try await stage.store.erase(.address(Self.caller), limit: 10) == 2)
            #expect(try await stage.store.erase(.address(Self.caller), limit: 10) == 0)
            try await stage.waitForDelivery()
        }
        #expect(await stage.shared.kept.call(ids.0) == nil)
        #expect(await stage.shared.kept.call(ids.1) == nil)
        #expect(await stage.outbox.call(ids.1) == nil)
        #expect(await stage.shared.kept.call(ids.2) != nil)
        #expect(await stage.outbox.call(ids.2) != nil)
    }

    @Test func erasesWhatWasSetAsideOfACaller() async throws {
        let stage = DeliveryStage { $0.limits.secondChance = .seconds(20) }
        var (bad, worse) = (DeliveryScript(1, from: Self.caller), DeliveryScript(2, from: Self.caller))
        let (events, others) = (bad.whole(lines: 3), worse.whole())
        await stage.shared.refuses([events[2].id, others[0].id])
        try await stage.running {
            _ = try await stage.store.append(events + others)
            try await stage.waitForDelivery()
            #expect(await stage.outbox.backlog().aside > 1)
            #expect(try await stage.store.erase(.address(Self.caller), limit: 10) == 2)
            await stage.shared.refuses([])
            // Well past the second chance.
            let start = stage.clock.now
            try await stage.wait { start.duration(to: stage.clock.now) > .seconds(60) }
        }
        #expect(await stage.outbox.backlog().aside == 0)
        #expect(try await stage.shared.kept.calls(CallQuery()).calls.isEmpty)
        #expect(try await stage.outbox.calls(CallQuery()).calls.isEmpty)
    }

    @Test func leavesCallsThatGoOn() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1, from: Self.caller)
        let events = [script.received(), script.streaming(), script.spoken("hello")]
        let call = script.call
        try await stage.running {
            _ = try await stage.store.append(events)
            #expect(try await stage.store.erase(.address(Self.caller), limit: 10) == 0)
        }
        #expect(await stage.kept(call).count == 3)
        #expect(await stage.outbox.call(call) != nil)
    }

    @Test func waitsForTheBatchUnderWayAndDeliversNothingMeanwhile() async throws {
        let stage = DeliveryStage {
            $0.limits.gathering = .zero
            // However long the test takes, the batch is not given up.
            $0.attemptDeadline = .seconds(1_000_000)
        }
        var script = DeliveryScript(1, from: Self.caller)
        let events = script.whole(lines: 4)
        let call = script.call
        await stage.shared.holdUp()
        try await stage.running {
            _ = try await stage.store.append(events)
            try await stage.wait { stage.delivery.status.inFlight == 6 }
            async let erased = stage.store.erase(.address(Self.caller), limit: 10)
            let start = stage.clock.now
            try await stage.wait { start.duration(to: stage.clock.now) > .seconds(11) }
            #expect(await stage.shared.questions == 0, "the drain is over and the erasure waits for the batch")
            await stage.shared.letGo()
            #expect(try await erased == 1)
            let later = stage.clock.now
            try await stage.wait { later.duration(to: stage.clock.now) > .seconds(30) }
        }
        #expect(await stage.shared.kept.call(call) == nil)
        #expect(await stage.outbox.backlog().events == 0)
    }

    @Test func doesNotDeliverWhatWasReadBeforeTheErasure() async throws {
        let stage = DeliveryStage {
            $0.limits.gathering = .zero
            $0.limits.firstBatch = 3
            $0.attemptDeadline = .seconds(1_000_000)
        }
        var (other, script) = (DeliveryScript(1), DeliveryScript(2, from: Self.caller))
        let events = other.whole() + script.whole()
        let call = script.call
        _ = try await stage.outbox.append(events)
        await stage.shared.holdUp()
        try await stage.running {
            // All six are read, three of them under way.
            try await stage.wait { stage.delivery.status.inFlight == 3 }
            async let erased = stage.store.erase(.address(Self.caller), limit: 10)
            let start = stage.clock.now
            try await stage.wait { start.duration(to: stage.clock.now) > .seconds(11) }
            await stage.shared.letGo()
            #expect(try await erased == 1)
            let later = stage.clock.now
            try await stage.wait { later.duration(to: stage.clock.now) > .seconds(30) }
        }
        #expect(await stage.shared.kept.call(call) == nil)
        #expect(await stage.shared.arrivals.count == 3)
    }

    @Test func erasesNothingAndSaysSoWhenTheSharedStoreIsAway() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1, from: Self.caller)
        let events = script.whole()
        await stage.shared.now(.away)
        await stage.shared.isDead(true)
        try await stage.running {
            _ = try await stage.store.append(events)
            await #expect(throws: StoreError.self) { try await stage.store.erase(.address(Self.caller), limit: 10) }
        }
        #expect(await stage.outbox.backlog().events == 3)
    }

    @Test func doesNotWaitForASharedStoreThatNeverAnswers() async throws {
        let stage = DeliveryStage()
        await stage.shared.isDeaf(true)
        try await stage.running {
            do {
                _ = try await stage.store.erase(.address(Self.caller), limit: 10)
                Issue.record("erased")
            } catch let error as StoreError {
                #expect(error.code == .unavailable)
            }
        }
    }

    @Test func asksToComeAgainWhenTheEndOfACallCannotBeDelivered() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1, from: Self.caller)
        let events = script.whole()
        _ = try await stage.shared.kept.append(Array(events.prefix(2)))
        _ = try await stage.outbox.append(events)
        try await stage.outbox.delivered(through: 2)
        await stage.shared.now(.away)
        let call = script.call
        try await stage.running {
            do {
                _ = try await stage.store.erase(.call(call), limit: 1)
                Issue.record("erased")
            } catch let error as StoreError {
                #expect(error.code == .unavailable && error.message.contains("1 calls"))
            }
            await stage.shared.now(nil)
            #expect(try await stage.store.erase(.call(call), limit: 1) == 1)
        }
        #expect(await stage.shared.kept.call(call) == nil)
        #expect(await stage.outbox.call(call) == nil)
    }

    @Test func erasesByAgeInPortions() async throws {
        let stage = DeliveryStage()
        var events: [CallEvent] = []
        for number in 1...25 {
            var script = DeliveryScript(number)
            events += script.whole()
        }
        let all = events
        let end = Date(timeIntervalSince1970: 1_700_000_021)
        let rounds = try await stage.running {
            _ = try await stage.store.append(all)
            var rounds: [Int] = []
            repeat { rounds.append(try await stage.store.erase(.receivedBefore(end), limit: 8)) } while rounds.last != 0
            return rounds
        }
        #expect(rounds.reduce(0, +) >= 20 && rounds.allSatisfy { $0 <= 8 })
        #expect(try await stage.shared.kept.calls(CallQuery()).calls.count == 5)
        #expect(try await stage.outbox.calls(CallQuery()).calls.count == 5)
    }
}
