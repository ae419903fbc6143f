// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct CallJournalTests {
    // MARK: Order and groups

    @Test func storesInOrderAndAnswersWithWhatWasStored() async throws {
        let stage = JournalStage()
        try await stage.running {
            for number in 1...3 {
                let stored = try await stage.journal.append(stage.key(number))
                #expect(stored.sequence == number)
            }
        }
        #expect(await stage.stored == ["1", "2", "3"])
    }

    @Test func storesInOneGroupWhatCameWhileItWrote() async throws {
        let stage = JournalStage()
        let gate = Waiter<Void>()
        await stage.store.waits(for: gate)
        try await stage.running {
            stage.journal.enqueue(stage.key(0))
            while await stage.store.attempts == 0 { await Task.yield() }
            for number in 1...100 { stage.journal.enqueue(stage.key(number)) }
            gate.settle(.success(()))
            await stage.journal.flush()
        }
        #expect(await stage.store.groups == [1, 100])
        #expect(await stage.stored == (0...100).map(String.init))
    }

    @Test func letsTheNextGroupGatherWhenItWasBusyAndNeverAnEventThatComesAlone() async throws {
        var configuration = CallJournal.Configuration()
        configuration.gathering = .milliseconds(2)
        let stage = JournalStage(configuration)
        let gate = Waiter<Void>()
        await stage.store.waits(for: gate)
        try await stage.running {
            stage.journal.enqueue(stage.key(0))
            while await stage.store.attempts == 0 { await Task.yield() }
            stage.journal.enqueue(stage.key(1))
            gate.settle(.success(()))
            await stage.clock.waitForSleepers(1)
            stage.journal.enqueue(stage.key(2))
            stage.clock.advance(by: .milliseconds(2))
            await stage.journal.flush()
            _ = try await stage.journal.append(stage.key(3))
        }
        #expect(await stage.store.groups == [1, 2, 1])
        #expect(await stage.stored == ["0", "1", "2", "3"])
    }

    @Test func keepsGroupsWithinTheirBound() async throws {
        var configuration = CallJournal.Configuration()
        configuration.batch = 10
        let stage = JournalStage(configuration)
        for number in 0..<95 { stage.journal.enqueue(stage.key(number)) }
        try await stage.running { await stage.journal.flush() }
        #expect(await stage.store.groups.allSatisfy { $0 <= 10 })
        #expect(await stage.stored == (0..<95).map(String.init))
    }

    @Test func keepsTheOrderOfEachOfManyWriters() async throws {
        let stage = JournalStage()
        try await stage.running {
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        let call = CallID("CA\(writer)")
                        for number in 0..<200 {
                            stage.journal.enqueue(stage.journal.event(.digit("\(number)", at: .zero), in: call))
                        }
                    }
                }
            }
            await stage.journal.flush()
        }
        for writer in 0..<8 {
            let events = await stage.store.events(of: CallID("CA\(writer)"))
            let keys = events.map { if case .digit(let key, _) = $0.event.kind { key } else { "" } }
            #expect(keys == (0..<200).map(String.init))
        }
    }

    // MARK: A store that fails

    @Test func triesAgainUntilTheStoreIsBackAndKeepsTheOrder() async throws {
        let stage = JournalStage()
        await stage.store.fails(with: Array(repeating: StoreError.away, count: 20))
        try await stage.running {
            for number in 0..<50 { stage.journal.enqueue(stage.key(number)) }
            try await stage.movingTheClock { await stage.journal.flush() }
            #expect(stage.journal.status.failures == 0 && stage.journal.status.lastError == nil)
        }
        #expect(await stage.stored == (0..<50).map(String.init))
        #expect(await stage.store.attempts == 21)
    }

    @Test func saysHowItIsDoing() async throws {
        let stage = JournalStage()
        await stage.store.fails(with: [StoreError.away, StoreError.away])
        try await stage.running {
            stage.journal.enqueue(stage.key(1))
            await stage.clock.waitForSleepers(1)
            #expect(stage.journal.status.waiting == 1)
            #expect(stage.journal.status.failures == 1)
            #expect(stage.journal.status.lastError == "The store is away.")
            try await stage.movingTheClock { await stage.journal.flush() }
            #expect(stage.journal.status.waiting == 0)
        }
    }

    @Test func isolatesTheEventTheStoreWillNeverTake() async throws {
        let stage = JournalStage()
        let events = (0..<10).map(stage.key)
        await stage.store.rejects(events[4].id)
        let failed = Mutex<[EventID]>([])
        for event in events {
            stage.journal.enqueue(event) { result in
                if case .failure(let error) = result, error.code == .rejected {
                    failed.withLock { $0.append(event.id) }
                }
            }
        }
        try await stage.running { await stage.journal.flush() }
        #expect(await stage.stored == ["0", "1", "2", "3", "5", "6", "7", "8", "9"])
        #expect(failed.withLock { $0 } == [events[4].id])
        #expect(stage.journal.status.rejected == 1)
    }

    @Test func keepsTheOrderWhenItIsCancelledWhileItIsolatesAnEvent() async throws {
        let stage = JournalStage()
        let events = (0..<5).map(stage.key)
        await stage.store.rejects(events[0].id)
        await stage.store.fails(with: [StoreError(.rejected, "group"), StoreError(.rejected, "first"), StoreError.away])
        for event in events { stage.journal.enqueue(event) }
        try await stage.running { await stage.clock.waitForSleepers(1) }
        #expect(await stage.stored == ["1", "2", "3", "4"])
        #expect(stage.journal.status.waiting == 0)
        await stage.journal.flush()
    }

    @Test func doesNotBelieveAStoreThatAnswersTooLittle() async throws {
        struct Forgetful: CallStore {
            let attempts = Counting()
            func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
                let isFirst = self.attempts.next() == 1
                return events.dropFirst(isFirst ? 1 : 0).map { StoredCallEvent(event: $0, sequence: 1, line: nil) }
            }
            func call(_ id: CallID) async throws -> CallRecord? { nil }
            func call(orderedAs order: String) async throws -> CallRecord? { nil }
            func calls(_ query: CallQuery) async throws -> CallPage { CallPage(calls: [], next: nil) }
            func transcript(of id: CallID) async throws -> [TranscriptLine] { [] }
            func events(of id: CallID) async throws -> [StoredCallEvent] { [] }
            func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
                TranscriptMatches(matches: [], next: nil)
            }
            func erase(_ selection: CallSelection, limit: Int) async throws -> Int { 0 }
            func ping() async throws {}
        }
        let stage = JournalStage()
        let store = Forgetful()
        let journal = CallJournal(store: store, clock: stage.clock, logger: .silent)
        async let _: Void = journal.run()
        let stored = try await stage.movingTheClock { try await journal.append(stage.key(1)) }
        #expect(stored.event.kind == .digit("1", at: .zero))
        #expect(store.attempts.value == 2)
    }

    // MARK: Bounds

    @Test func refusesAtOnceWhatDoesNotFit() async throws {
        var configuration = CallJournal.Configuration()
        configuration.capacity = 3
        let stage = JournalStage(configuration)
        for number in 0..<3 { stage.journal.enqueue(stage.key(number)) }
        await #expect(throws: StoreError.self) { try await stage.journal.append(stage.key(3)) }
        #expect(stage.journal.status.refused == 1 && stage.journal.status.waiting == 3)
        try await stage.running { await stage.journal.flush() }
        #expect(await stage.stored == ["0", "1", "2"])
    }

    // MARK: The end

    @Test func storesWhatIsLeftWhenItIsCancelledAndIsNotBrokenOffItself() async throws {
        let stage = JournalStage()
        try await stage.running {
            for number in 0..<1200 { stage.journal.enqueue(stage.key(number)) }
        }
        #expect(await stage.stored == (0..<1200).map(String.init))
        #expect(await !stage.store.sawCancellation)
        #expect(stage.journal.status.waiting == 0)
    }

    @Test func finishesTheWriteInWhichItIsCancelled() async throws {
        let stage = JournalStage()
        let gate = Waiter<Void>()
        await stage.store.waits(for: gate)
        stage.journal.enqueue(stage.key(1))
        try await stage.running {
            while await stage.store.attempts == 0 { await Task.yield() }
            Task.detached { gate.settle(.success(())) }
        }
        #expect(await stage.stored == ["1"])
        #expect(await stage.store.attempts == 1)
    }

    @Test func answersEverybodyWhenTheStoreDoesNotComeBack() async throws {
        let stage = JournalStage()
        await stage.store.fails(with: Array(repeating: StoreError.away, count: 100))
        let answers = Mutex(0)
        for number in 0..<5 { stage.journal.enqueue(stage.key(number)) { _ in answers.withLock { $0 += 1 } } }
        try await stage.running { await stage.clock.waitForSleepers(1) }
        #expect(answers.withLock { $0 } == 5)
        #expect(await stage.stored == [])
        await stage.journal.flush()
    }

    @Test func refusesWhatComesAfterItsEnd() async throws {
        let stage = JournalStage()
        try await stage.running {}
        await #expect(throws: StoreError.self) { try await stage.journal.append(stage.key(1)) }
        await stage.journal.flush()
        #expect(stage.journal.status.refused == 1)
    }

    @Test func letsACancelledWriterGoThoughNobodyStores() async throws {
        let stage = JournalStage()
        let writer = Task { try await stage.journal.append(stage.key(1)) }
        while stage.journal.status.waiting == 0 { await Task.yield() }
        writer.cancel()
        await #expect(throws: CancellationError.self) { try await writer.value }
        #expect(stage.journal.status.waiting == 1)
        try await stage.running { await stage.journal.flush() }
        #expect(await stage.stored == ["1"])
    }

    @Test func letsACancelledFlushGo() async throws {
        let stage = JournalStage()
        stage.journal.enqueue(stage.key(1))
        let flush = Task { await stage.journal.flush() }
        flush.cancel()
        await flush.value
        #expect(stage.journal.status.waiting == 1)
    }

    @Test func flushesWhatWasThereBeforeThoughMoreKeepsComing() async throws {
        let stage = JournalStage()
        try await stage.running {
            stage.journal.enqueue(stage.key(0))
            let isDone = Mutex(false)
            async let noise: Void = {
                while !isDone.withLock({ $0 }) {
                    stage.journal.enqueue(stage.key(1))
                    await Task.yield()
                }
            }()
            await stage.journal.flush()
            isDone.withLock { $0 = true }
            await noise
        }
        #expect(await stage.stored.first == "0")
    }

    // MARK: Events

    @Test func showsEventsOnlyWhenTheyAreStoredAndEndsWithTheJournal() async throws {
        let stage = JournalStage()
        let gate = Waiter<Void>()
        await stage.store.waits(for: gate)
        let events = stage.journal.events()
        async let seen = events.reduce(into: []) { $0.append($1.sequence) }
        try await stage.running {
            for number in 0..<3 { stage.journal.enqueue(stage.key(number)) }
            gate.settle(.success(()))
            await stage.journal.flush()
        }
        #expect(await seen == [1, 2, 3])
        var late = stage.journal.events().makeAsyncIterator()
        #expect(await late.next() == nil)
    }

    @Test func makesEventsWithTheWallClocksTime() {
        let stage = JournalStage()
        let journal = CallJournal(
            store: stage.store,
            wallClock: { CallInfo.sample().receivedAt },
            randomness: SeededGenerator(seed: 1),
            logger: .silent
        )
        let event = journal.event(.digit("1", at: .zero), in: stage.call)
        #expect(event.time == CallInfo.sample().receivedAt)
        // 1,700,000,000,000 ms
        #expect(event.id.rawValue.hasPrefix("018bcfe5-6800-7"))
    }
}
