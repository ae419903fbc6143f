// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation
import Resilience
import Testing

@Suite struct RemoteAppendingTests {
    private func store(
        _ functions: ScriptedFunctions,
        attempts: Int = 64,
        folds: Int = 100,
        page: Int = 500
    ) -> RemoteCallStore {
        let backoff = Backoff(first: .zero, cap: .zero)
        let configuration = RemoteStoreConfiguration(folds: folds, attempts: attempts, backoff: backoff, page: page)
        return RemoteCallStore(functions, configuration: configuration)
    }

    @Test func aNewCallIsWrittenWithOneQuestion() async throws {
        var script = Script()
        let functions = ScriptedFunctions([Script.written])
        let stored = try await self.store(functions).append([script.received(), script.spoken("Ein Tisch, über 5")])
        #expect(stored.map(\.sequence) == [1, 2])
        #expect(stored.map(\.line) == [nil, 1])
        #expect(functions.questions.map(\.function) == ["switchboard_append"])
        let argument = try functions.questions[0].value(AppendArgument.self)
        #expect(argument.calls.map(\.expected) == [0])
        #expect(argument.calls.map(\.events) == [2])
        #expect(argument.calls.map(\.lines) == [1])
        #expect(argument.calls.map(\.isActive) == [true])
        #expect(argument.calls.map(\.latest) == [1_700_000_002_000_000])
        #expect(argument.events.map(\.kind) == ["received", "spoken"])
        #expect(argument.events.map(\.line) == [nil, 1])
        #expect(argument.events[1].utterance?.text == "Ein Tisch, über 5")
        #expect(argument.events[1].utterance?.search == "ein tisch uber 5")
    }

    @Test func aCallThatWasWrittenLatelyIsNotAskedFor() async throws {
        var script = Script()
        let functions = ScriptedFunctions([Script.written, Script.written])
        let store = self.store(functions)
        _ = try await store.append([script.received()])
        let stored = try await store.append([script.spoken("a"), script.spoken("b")])
        #expect(stored.map(\.sequence) == [2, 3])
        let second = try functions.questions[1].value(AppendArgument.self)
        #expect(second.calls.map(\.expected) == [1])
        #expect(second.calls.map(\.events) == [3])
    }

    @Test func aCallThatIsNotRememberedIsAskedFor() async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received(), script.spoken("a")])
        let functions = ScriptedFunctions([try Script.calls([fold]), Script.written])
        let stored = try await self.store(functions).append([script.spoken("b")])
        #expect(stored.map(\.sequence) == [3])
        #expect(stored.map(\.line) == [2])
        #expect(functions.questions.map(\.function) == ["switchboard_folds", "switchboard_append"])
    }

    @Test func nothingIsWrittenOfABatchWithACallThatWasNeverReceived() async throws {
        var good = Script(1)
        var unknown = Script(2)
        let functions = ScriptedFunctions([.json(#"{"calls":[]}"#)])
        let batch = [good.received(), unknown.spoken("x"), good.spoken("y")]
        let error = await #expect(throws: StoreError.self) { try await self.store(functions).append(batch) }
        #expect(error?.code == .rejected)
        #expect(functions.questions.map(\.function) == ["switchboard_folds"])
    }

    @Test func aReceptionWithTheFactsOfAnotherCallIsRejected() async throws {
        var script = Script(1)
        let foreign = script.event(.received(Script(2).info))
        let functions = ScriptedFunctions([.json(#"{"calls":[]}"#)])
        let error = await #expect(throws: StoreError.self) { try await self.store(functions).append([foreign]) }
        #expect(error?.code == .rejected)
    }

    @Test func afterAConflictTheBatchIsAddedToWhatIsThere() async throws {
        var script = Script()
        let first = script.received()
        let own = script.spoken("own")
        let (fold, _) = try Script.stored([first, script.spoken("other", at: 1), script.spoken("other", at: 1.5)])
        let functions = ScriptedFunctions([Script.written, try Script.conflict([fold]), Script.written])
        let store = self.store(functions)
        _ = try await store.append([first])
        let stored = try await store.append([own])
        #expect(stored.map(\.sequence) == [4])
        #expect(stored.map(\.line) == [3])
        let last = try functions.questions[2].value(AppendArgument.self)
        #expect(last.calls.map(\.expected) == [3])
    }

    @Test func whatIsThereAlreadyComesBackAsItWasStoredAndIsNotWrittenAgain() async throws {
        var script = Script()
        let events = [script.received(), script.spoken("a"), script.spoken("b"), script.spoken("c")]
        let (fold, there) = try Script.stored(Array(events[0...1]))
        let conflict = try Script.conflict([fold], known: there)
        let functions = ScriptedFunctions([conflict, Script.written])
        let stored = try await self.store(functions).append(events)
        #expect(stored.map(\.sequence) == [1, 2, 3, 4])
        #expect(Array(stored[0...1]) == there)
        let last = try functions.questions[1].value(AppendArgument.self)
        #expect(last.events.map(\.id) == events[2...].map(\.id.rawValue))
        #expect(last.calls.map(\.expected) == [2])
    }

    @Test func aBatchWhoseAnswerWasLostIsNotWrittenTwice() async throws {
        var script = Script()
        let events = [script.received(), script.spoken("a")]
        let (fold, there) = try Script.stored(events)
        let lost = ScriptedFunctions.Answer.failure(StoreError(.unavailable, "the connection broke"))
        let functions = ScriptedFunctions([lost, try Script.conflict([fold], known: there)])
        let store = self.store(functions)
        let error = await #expect(throws: StoreError.self) { try await store.append(events) }
        #expect(error?.code == .unavailable)
        #expect(try await store.append(events) == there)
        #expect(functions.questions.count == 2)
    }

    @Test func anEventThatABatchHoldsTwiceIsWrittenOnce() async throws {
        var script = Script()
        let first = script.received()
        let line = script.spoken("twice")
        let functions = ScriptedFunctions([Script.written])
        let stored = try await self.store(functions).append([first, line, line, script.spoken("next")])
        #expect(stored.map(\.sequence) == [1, 2, 2, 3])
        #expect(try functions.questions[0].value(AppendArgument.self).events.map(\.sequence) == [1, 2, 3])
    }

    @Test func givesUpWhenItAlwaysComesTooLate() async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received()])
        let functions = ScriptedFunctions([try Script.conflict([fold])], repeats: true)
        let batch = [script.event(.received(script.info))]
        let store = self.store(functions, attempts: 7)
        let error = await #expect(throws: StoreError.self) { try await store.append(batch) }
        #expect(error?.code == .unavailable)
        #expect(functions.questions.count == 7)
    }

    @Test func anErasedCallIsNotBroughtBackByWhatIsRememberedOfIt() async throws {
        var script = Script()
        let functions = ScriptedFunctions([Script.written, try Script.conflict([])])
        let store = self.store(functions)
        _ = try await store.append([script.received()])
        let batch = [script.spoken("late")]
        let error = await #expect(throws: StoreError.self) { try await store.append(batch) }
        #expect(error?.code == .rejected)
    }

    @Test func anOlderEventIsAddedUpWithAllThatWereBeforeIt() async throws {
        var script = Script()
        let first = script.received()
        let last = script.event(.status(.completed, duration: 9, sequence: 1), at: 9)
        let late = script.spoken("late", at: 5)
        let (fold, there) = try Script.stored([first, last])
        let functions = ScriptedFunctions([try Script.calls([fold]), try Script.events(there), Script.written])
        let stored = try await self.store(functions).append([late])
        #expect(stored.map(\.sequence) == [3])
        #expect(
            functions.questions.map(\.function) == ["switchboard_folds", "switchboard_events", "switchboard_append"]
        )
        let call = try #require(try functions.questions[2].value(AppendArgument.self).calls.first)
        #expect(call.status == "completed")
        #expect(call.lines == 1)
        #expect(call.latest == 1_700_000_009_000_000)
    }

    @Test func olderEventsAreReadInPagesAndOnce() async throws {
        var script = Script()
        let first = script.received()
        let lines = (0..<4).map { script.spoken("\($0)", at: 100 + Double($0)) }
        let (fold, there) = try Script.stored([first] + lines)
        let late = [script.spoken("late", at: 50), script.spoken("later", at: 51)]
        let functions = ScriptedFunctions([
            try Script.calls([fold]), try Script.events(Array(there[0..<2])), try Script.events(Array(there[2..<4])),
            try Script.events(Array(there[4...])), Script.written,
        ])
        let stored = try await self.store(functions, page: 2).append(late)
        #expect(stored.map(\.sequence) == [6, 7])
        #expect(functions.questions.count == 5)
    }

    @Test func asksAnewForACallThatWasErasedWhileItsEventsWereRead() async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received(), script.spoken("a", at: 100)])
        let functions = ScriptedFunctions([
            try Script.calls([fold]), .json(#"{"events":[]}"#), .json(#"{"calls":[]}"#),
        ])
        let late = [script.spoken("late", at: 50)]
        let error = await #expect(throws: StoreError.self) { try await self.store(functions).append(late) }
        #expect(error?.code == .rejected)
        #expect(
            functions.questions.map(\.function) == ["switchboard_folds", "switchboard_events", "switchboard_folds"]
        )
    }

    @Test func givesUpOnAStoreThatTellsOfMoreEventsThanItHas() async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received(), script.spoken("a", at: 100)])
        let pair = [try Script.calls([fold]), .json(#"{"events":[]}"#)]
        let functions = ScriptedFunctions((0..<10).flatMap { _ in pair })
        let late = [script.spoken("late", at: 50)]
        let store = self.store(functions, attempts: 5)
        let error = await #expect(throws: StoreError.self) { try await store.append(late) }
        #expect(error?.code == .unavailable)
        #expect(functions.questions.count == 10)
    }

    @Test func erasesInGroupsUntilItHasEnoughOrThereAreNoMore() async throws {
        let full = ScriptedFunctions.Answer.json(#"{"erased":100}"#)
        let enough = ScriptedFunctions([full, full, .json(#"{"erased":50}"#)])
        #expect(try await self.store(enough).erase(.address("a"), limit: 250) == 250)
        let few = ScriptedFunctions([full, .json(#"{"erased":99}"#)])
        #expect(try await self.store(few).erase(.receivedBefore(Date()), limit: .max) == 199)
        let none = ScriptedFunctions([])
        #expect(try await self.store(none).erase(.call(CallID("CA1")), limit: 0) == 0)
        #expect(try await self.store(none).erase(.call(CallID("CA1")), limit: -1) == 0)
        #expect(none.questions.isEmpty)
    }

    @Test func aZeroCharacterIsReplacedInWhatIsSentAndInWhatComesBack() async throws {
        var script = Script()
        let functions = ScriptedFunctions([Script.written])
        let spoken = script.spoken("a\u{0}b\\u0000\\")
        let stored = try await self.store(functions).append([script.received(), spoken])
        guard case .spoken(let line) = stored[1].event.kind else {
            Issue.record("not a line")
            return
        }
        #expect(line.text == "a\u{FFFD}b\\u0000\\")
        let argument = try functions.questions[0].value(AppendArgument.self)
        #expect(argument.events[1].utterance?.text == "a\u{FFFD}b\\u0000\\")
    }

    @Test func keepsToItsMemory() async throws {
        let functions = ScriptedFunctions([Script.written], repeats: true)
        let store = self.store(functions, folds: 8)
        for number in 0..<50 {
            var script = Script(number)
            _ = try await store.append([script.received()])
        }
        #expect(store.remembered <= 8)
        var last = Script(49)
        _ = last.received()
        _ = try await store.append([last.spoken("still known")])
        #expect(functions.questions.last?.function == "switchboard_append")
        #expect(functions.questions.count == 51)
    }

    @Test func nothingIsAskedForAnEmptyBatch() async throws {
        let functions = ScriptedFunctions([])
        #expect(try await self.store(functions).append([]).isEmpty)
        #expect(functions.questions.isEmpty)
    }

    @Test func aWaitBetweenAttemptsEndsWithItsTask() async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received()])
        let functions = ScriptedFunctions([try Script.conflict([fold])], repeats: true)
        let backoff = Backoff(first: .seconds(3_600), cap: .seconds(3_600), jitter: .none)
        let store = RemoteCallStore(functions, configuration: RemoteStoreConfiguration(backoff: backoff))
        let batch = [script.event(.received(script.info))]
        let task = Task { try await store.append(batch) }
        while functions.questions.count < 2 { await Task.yield() }
        task.cancel()
        let error = await #expect(throws: StoreError.self) { try await task.value }
        #expect(error?.code == .unavailable)
    }
}
