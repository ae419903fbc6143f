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
struct SharedReaderTests {
    /// A call of which the shared store has the first events and the journal all.
    private func split(_ stage: DeliveryStage, delivered: Int = 3) async throws -> (DeliveryScript, [CallEvent]) {
        var script = DeliveryScript(1)
        let events = [
            script.received(), script.streaming(), script.spoken("one"), script.spoken("two"), script.completed(),
        ]
        _ = try await stage.outbox.append(events)
        _ = try await stage.shared.kept.append(Array(events.prefix(delivered)))
        try await stage.outbox.delivered(through: Int64(delivered))
        return (script, events)
    }

    // MARK: Merging

    @Test(arguments: 0...5)
    func showsACallAsIfEverythingWereDelivered(_ delivered: Int) async throws {
        let stage = DeliveryStage()
        let (script, events) = try await self.split(stage, delivered: delivered)
        let whole = InMemoryCallStore()
        _ = try await whole.append(events)
        #expect(try await stage.reader.call(script.call) == whole.call(script.call))
        #expect(try await stage.reader.events(of: script.call) == whole.events(of: script.call))
        #expect(try await stage.reader.transcript(of: script.call) == whole.transcript(of: script.call))
        #expect(stage.reader.status == SharedReader.Status())
    }

    @Test func showsNothingTwiceThatIsDeliveredButNotNotedYet() async throws {
        let stage = DeliveryStage()
        let (script, events) = try await self.split(stage)
        _ = try await stage.shared.kept.append(events)
        #expect(try await stage.reader.transcript(of: script.call).map(\.line.text) == ["one", "two"])
        #expect(try await stage.reader.events(of: script.call).count == 5)
        #expect(try await stage.reader.call(script.call)?.lines == 2)
    }

    @Test func putsWhatIsLateWhereItBelongs() async throws {
        let stage = DeliveryStage()
        let (script, events) = try await self.split(stage)
        // Another server went on with the call and ended it a minute later.
        var end = events[4]
        end.id = EventID(rawValue: "0190a0b0-0000-7000-8000-999999999999")
        end.time.addTimeInterval(60)
        end.kind = .status(.failed, duration: nil, sequence: nil)
        _ = try await stage.shared.kept.append([end])
        let record = try await stage.reader.call(script.call)
        // Its own end, not delivered yet, came earlier and counts.
        #expect(record?.status == .completed && record?.lines == 2)
        let numbers = try await stage.reader.events(of: script.call).map(\.sequence)
        #expect(numbers == Array(1...6))
    }

    @Test func doesNotShowWhatWasErasedInTheSharedStore() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let events = script.whole() + [script.spoken("late")]
        _ = try await stage.outbox.append(events)
        _ = try await stage.shared.kept.append(Array(events.prefix(3)))
        try await stage.outbox.delivered(through: 3)
        #expect(await stage.shared.kept.erase(.call(script.call), limit: 1) == 1)
        #expect(try await stage.reader.call(script.call) == nil)
        #expect(try await stage.reader.events(of: script.call).isEmpty)
        #expect(try await stage.reader.transcript(of: script.call).isEmpty)
    }

    @Test func listsAndSearchesWhatTheSharedStoreHas() async throws {
        let stage = DeliveryStage()
        let (script, _) = try await self.split(stage)
        var other = DeliveryScript(2)
        _ = try await stage.shared.kept.append(other.whole())
        #expect(try await stage.reader.calls(CallQuery()).calls.map(\.id) == [other.call, script.call])
        #expect(try await stage.reader.search(TranscriptQuery("line")).matches.map(\.call) == [other.call])
    }

    @Test func saysThatAQuestionMakesNoSense() async throws {
        let stage = DeliveryStage()
        for _ in 0..<9 {
            await #expect(throws: StoreError.self) { try await stage.reader.calls(CallQuery(cursor: "nonsense")) }
            await #expect(throws: StoreError.self) { try await stage.reader.search(TranscriptQuery("!")) }
        }
        #expect(stage.reader.status.answeredByJournal == 0)
        #expect(stage.breaker.snapshot.state == .closed)
    }

    // MARK: The shared store is away

    @Test func letsTheJournalAnswerWhenTheStoreIsAway() async throws {
        let factory = TestMetrics()
        let stage = DeliveryStage(metrics: DeliveryMetrics(factory: factory))
        let (script, events) = try await self.split(stage)
        await stage.shared.isDead(true)
        #expect(try await stage.reader.call(script.call)?.status == .completed)
        #expect(try await stage.reader.events(of: script.call).map(\.event) == events)
        #expect(try await stage.reader.transcript(of: script.call).count == 2)
        #expect(try await stage.reader.calls(CallQuery()).calls.map(\.id) == [script.call])
        #expect(try await stage.reader.search(TranscriptQuery("two")).matches.count == 1)
        let status = stage.reader.status
        #expect(status.answeredByJournal == 5 && status.lastReadFailureTime == DeliveryStage.now)
        #expect(status.lastReadFailure == "the shared store is known to be away")
        let reads = "switchboard_store_reads_from_journal_total"
        #expect(try factory.expectCounter(reads, [("reason", "failed")]).totalValue == 3)
        #expect(try factory.expectCounter(reads, [("reason", "away")]).totalValue == 2)
        await #expect(throws: StoreError.self) { try await stage.reader.ping() }
    }

    @Test func asksAStoreNoLongerThatIsKnownToBeAway() async throws {
        let stage = DeliveryStage()
        let (script, _) = try await self.split(stage)
        await stage.shared.isDead(true)
        for _ in 0..<50 { _ = try await stage.reader.call(script.call) }
        #expect(await stage.shared.questions == 3)
        await stage.shared.isDead(false)
        stage.clock.advance(by: .seconds(5))
        _ = try await stage.reader.call(script.call)
        #expect(await stage.shared.questions == 4)
        #expect(stage.breaker.snapshot.state == .closed)
    }

    @Test func doesNotWaitForAStoreThatDeliveryFoundDead() async throws {
        let stage = DeliveryStage()
        let (script, _) = try await self.split(stage)
        await stage.shared.now(.away)
        await stage.shared.isDead(true)
        try await stage.running { try await stage.wait { stage.breaker.snapshot.state == .open } }
        #expect(try await stage.reader.call(script.call)?.status == .completed)
        #expect(await stage.shared.questions == 0)
    }

    @Test func leavesAStoreBehindThatDoesNotAnswerInTime() async throws {
        let stage = DeliveryStage()
        let (script, _) = try await self.split(stage)
        await stage.shared.isDeaf(true)
        async let record = stage.reader.call(script.call)
        await stage.clock.waitForSleepers(1)
        stage.clock.advance(by: .seconds(2))
        #expect(try await record?.status == .completed)
        #expect(stage.reader.status.lastReadFailure == "the shared store did not answer in time")
    }

    @Test func letsACancelledReaderGo() async throws {
        let stage = DeliveryStage()
        let (script, _) = try await self.split(stage)
        await stage.shared.isDeaf(true)
        let reader = Task { try await stage.reader.call(script.call) }
        await stage.clock.waitForSleepers(1)
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        #expect(stage.reader.status.answeredByJournal == 0)
    }

    // MARK: Orders

    @Test func findsAnOrderInEitherStore() async throws {
        let stage = DeliveryStage()
        var (here, there) = (DeliveryScript(1, order: "here"), DeliveryScript(2, order: "there"))
        _ = try await stage.outbox.append(here.whole())
        _ = try await stage.shared.kept.append(there.whole())
        #expect(try await stage.reader.call(orderedAs: "here")?.id == here.call)
        #expect(try await stage.reader.call(orderedAs: "there")?.id == there.call)
        #expect(try await stage.reader.call(orderedAs: "nowhere") == nil)
    }

    @Test func findsTheFirstOfTwoCallsThatWereOrderedAlike() async throws {
        let stage = DeliveryStage()
        var (first, second) = (DeliveryScript(1, order: "twice"), DeliveryScript(2, order: "twice"))
        _ = try await stage.shared.kept.append(first.whole())
        _ = try await stage.outbox.append(second.whole())
        #expect(try await stage.reader.call(orderedAs: "twice")?.id == first.call)
    }

    @Test func failsRatherThanHaveSomebodyCalledTwice() async throws {
        let stage = DeliveryStage()
        var here = DeliveryScript(1, order: "here")
        _ = try await stage.outbox.append(here.whole())
        await stage.shared.isDead(true)
        #expect(try await stage.reader.call(orderedAs: "here")?.id == here.call)
        await #expect(throws: StoreError.self) { try await stage.reader.call(orderedAs: "there") }
    }

    // MARK: Calls that are here completely

    @Test func answersForACallWhoseFirstStreamRunsHereWithoutAskingAnybody() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        _ = try await stage.store.append([script.received(), script.streaming(), script.spoken("one")])
        #expect(try await stage.store.call(script.call)?.lines == 1)
        #expect(await stage.shared.questions == 0)
        _ = try await stage.store.append([script.event(.streamEnded(.connectionLost))])
        #expect(try await stage.store.call(script.call)?.lines == 1)
        #expect(await stage.shared.questions == 1)
    }

    @Test func asksForCallsThatMayHaveBeenElsewhere() {
        var script = DeliveryScript(1)
        let home = HomeCalls(capacity: 2)
        home.note(script.streaming())
        #expect(!home.contains(script.call), "received elsewhere")
        home.note(script.received())
        #expect(!home.contains(script.call), "its stream may be elsewhere")
        home.note(script.streaming(resumed: true))
        #expect(!home.contains(script.call), "it streamed elsewhere before")
        home.note(script.streaming())
        #expect(!home.contains(script.call))
        var other = DeliveryScript(2)
        home.note(other.received())
        home.note(other.streaming())
        #expect(home.contains(other.call))
        home.note(other.completed())
        #expect(!home.contains(other.call), "over")
    }

    @Test func remembersABoundedNumberOfCalls() {
        let home = HomeCalls(capacity: 2)
        var scripts = (1...5).map { DeliveryScript($0) }
        for index in scripts.indices { home.note(scripts[index].received()) }
        home.note(scripts[4].streaming())
        #expect(home.contains(scripts[4].call), "calls that never streamed are forgotten first")
        home.note(scripts[0].streaming())
        #expect(!home.contains(scripts[0].call))
    }
}
