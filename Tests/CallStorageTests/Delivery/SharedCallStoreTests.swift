// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@testable import CallStorage

@Suite(.timeLimit(.minutes(5)))
struct SharedCallStoreTests {
    @Test func takesOverACallThatAnotherServerReceived() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let earlier = [script.received(), script.streaming(), script.spoken("one")]
        _ = try await stage.shared.kept.append(earlier)
        let next = [script.event(.streamEnded(.connectionLost)), script.streaming(resumed: true), script.spoken("two")]
        let stored = try await stage.store.append(next)
        #expect(stored.map(\.event) == next && stored.map(\.sequence) == [4, 5, 6])
        #expect(stored.map(\.line) == [nil, nil, 2])
        try await stage.running { try await stage.waitForDelivery() }
        #expect(await stage.kept(script.call) == (earlier + next).map(\.id))
        #expect(await stage.outbox.transcript(of: script.call).map(\.line.text) == ["one", "two"])
    }

    @Test func takesOverOnlyWhatItMustFromABatchOfManyCalls() async throws {
        let stage = DeliveryStage()
        var (here, there, new) = (DeliveryScript(1), DeliveryScript(2), DeliveryScript(3))
        _ = try await stage.store.append([here.received()])
        _ = try await stage.shared.kept.append([there.received()])
        let batch = [here.spoken("a"), there.spoken("b"), new.received(), new.spoken("c"), there.completed()]
        let stored = try await stage.store.append(batch)
        #expect(stored.map(\.event) == batch && stored.map(\.sequence) == [2, 2, 1, 2, 3])
        #expect(await stage.shared.questions == 1)
    }

    @Test func rejectsWhatNobodyKnows() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        let stray = script.spoken("who am I")
        await #expect(throws: StoreError.self) { try await stage.store.append([stray]) }
        await stage.shared.isDead(true)
        await #expect(throws: StoreError.self) { try await stage.store.append([stray]) }
        #expect(await stage.outbox.backlog().events == 0)
    }

    @Test func asksTheSharedStoreNothingForItsOwnCalls() async throws {
        let stage = DeliveryStage()
        await stage.shared.isDead(true)
        var script = DeliveryScript(1)
        let events = script.whole()
        #expect(try await stage.store.append(events).count == 3)
        try await stage.store.ping()
        #expect(await stage.shared.questions == 0)
    }

    /// What a store has to do, done by journal, delivery and shared store together; read through both.
    @Test func answersLikeAnyOtherStore() async throws {
        let stage = DeliveryStage()
        var (script, order) = (DeliveryScript(1), DeliveryScript(2, order: "seven"))
        let events = script.whole(lines: 2) + order.whole()
        let ids = (script.call, order.call)
        try await stage.running {
            let stored = try await stage.store.append(events)
            #expect(try await stage.store.append(events) == stored)
            #expect(try await stage.store.events(of: ids.0) == stored.filter { $0.event.call == ids.0 })
            try await stage.waitForDelivery()
            #expect(try await stage.store.calls(CallQuery()).calls.map(\.id) == [ids.1, ids.0])
            #expect(try await stage.store.search(TranscriptQuery("line")).matches.count == 3)
            #expect(try await stage.store.transcript(of: ids.0).map(\.number) == [1, 2])
            #expect(try await stage.store.call(orderedAs: "seven")?.id == ids.1)
            #expect(try await stage.store.call(ids.0)?.status == .completed)
        }
    }
}
