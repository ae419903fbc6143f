// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation
import Testing

@Suite struct RemoteReadingTests {
    private struct Page: Decodable {
        struct Place: Decodable {
            var time: Int64
            var id: String
        }

        var limit: Int
        var after: Place?
        var receivedBefore: Int64?

        enum CodingKeys: String, CodingKey {
            case limit, after
            case receivedBefore = "received_before"
        }
    }

    @Test func asksForOneMoreThanIsWantedAndTellsByItWhetherThereIsANextPage() async throws {
        var folds: [CallFold] = []
        for number in 0..<3 {
            var script = Script(number)
            folds.append(try Script.stored([script.received()]).fold)
        }
        let functions = ScriptedFunctions([try Script.calls(folds), try Script.calls(Array(folds[2...]))])
        let store = RemoteCallStore(functions)
        let first = try await store.calls(CallQuery(limit: 2))
        #expect(first.calls.map(\.id.rawValue) == ["CA0", "CA1"])
        let second = try await store.calls(CallQuery(limit: 2, cursor: first.next))
        #expect(second.calls.map(\.id.rawValue) == ["CA2"])
        #expect(second.next == nil)
        let asked = try functions.questions.map { try $0.value(Page.self) }
        #expect(asked.map(\.limit) == [3, 3])
        #expect(asked[1].after?.id == "CA1")
        #expect(asked[1].after?.time == 1_700_000_000_000_000)
    }

    @Test func asksForNothingThatPostgreSQLCannotHold() async throws {
        let functions = ScriptedFunctions([.json(#"{"calls":[]}"#)], repeats: true)
        let store = RemoteCallStore(functions)
        var query = CallQuery(cursor: "\(Int64.min).41")
        query.receivedFrom = Date(timeIntervalSince1970: -.infinity)
        query.receivedBefore = Date(timeIntervalSince1970: 1e300)
        _ = try await store.calls(query)
        let asked = try functions.questions[0].value(Page.self)
        #expect(asked.after?.time == -210_866_803_200_000_000)
        #expect(asked.receivedBefore == 9_000_000_000_000_000_000)
    }

    @Test func readsEventsPageByPage() async throws {
        var script = Script()
        let (_, there) = try Script.stored([script.received()] + (0..<4).map { script.spoken("\($0)") })
        let functions = ScriptedFunctions([
            try Script.events(Array(there[0..<2])), try Script.events(Array(there[2..<4])),
            try Script.events(Array(there[4...])),
        ])
        let store = RemoteCallStore(functions, configuration: RemoteStoreConfiguration(page: 2))
        #expect(try await store.events(of: script.call) == there)
        #expect(functions.questions.count == 3)
    }

    @Test func aQuestionThatMakesNoSenseIsNotAsked() async throws {
        let functions = ScriptedFunctions([])
        let store = RemoteCallStore(functions)
        let first = await #expect(throws: StoreError.self) { try await store.calls(CallQuery(cursor: "x")) }
        let second = await #expect(throws: StoreError.self) { try await store.search(TranscriptQuery(" … ")) }
        #expect([first?.code, second?.code] == [.invalidQuery, .invalidQuery])
        #expect(functions.questions.isEmpty)
    }

    @Test func longWordsAreCutAlikeInLinesAndInQuestions() async throws {
        var script = Script()
        let word = String(repeating: "ß", count: 5_000)
        let functions = ScriptedFunctions([Script.written, .json(#"{"matches":[]}"#)])
        let store = RemoteCallStore(functions)
        _ = try await store.append([script.received(), script.spoken("before \(word) after")])
        _ = try await store.search(TranscriptQuery(word))
        let search = try functions.questions[0].value(AppendArgument.self).events[1].utterance?.search ?? ""
        let words = search.split(separator: " ")
        #expect(words.count == 3)
        #expect(words[1].utf8.count <= 512)
        let asked = String(decoding: functions.questions[1].argument, as: UTF8.self)
        #expect(asked.contains("\"\(words[1])\""))
    }

    @Test func theWordsOfALineStayWithinWhatPostgreSQLIndexes() async throws {
        var script = Script()
        let functions = ScriptedFunctions([Script.written])
        let text = (0..<200_000).map { "word\($0)" }.joined(separator: " ")
        _ = try await RemoteCallStore(functions).append([script.received(), script.spoken(text)])
        let utterance = try functions.questions[0].value(AppendArgument.self).events[1].utterance
        #expect(utterance?.text == text)
        #expect((utterance?.search.utf8.count ?? 0) <= 512 << 10)
        #expect(utterance?.search.hasPrefix("word0 word1 ") == true)
    }

    @Test(arguments: [
        (#"{"version":1}"#, SchemaState.current), (#"{"version":0}"#, .older(0)), (#"{"version":99}"#, .newer(99)),
    ])
    func tellsWhichTablesThereAre(_ answer: String, _ state: SchemaState) async throws {
        let store = RemoteCallStore(ScriptedFunctions([.json(answer)]))
        #expect(try await store.probe() == state)
        #expect((state.mend == nil) == (state == .current))
    }

    @Test func tellsThatThereAreNoTables() async throws {
        let missing = MissingFunction("switchboard_version").storeError
        let store = RemoteCallStore(ScriptedFunctions([.failure(missing)]))
        #expect(try await store.probe() == .missing)
        #expect(SchemaState.missing.mend?.contains("switchboard migrate") == true)
    }

    @Test(arguments: [#"{"version":1,"row_security":true}"#, #"{"version":1,"encoding":"LATIN1"}"#])
    func refusesADatabaseInWhichItWouldSeeTooLittle(_ answer: String) async throws {
        let store = RemoteCallStore(ScriptedFunctions([.json(answer)]))
        let error = await #expect(throws: StoreError.self) { try await store.probe() }
        #expect(error?.code == .unavailable)
    }

    @Test func aProbeThatFailsIsNoStateOfTheTables() async throws {
        let away = StoreError(.unavailable, "away")
        let store = RemoteCallStore(ScriptedFunctions([.failure(away)]))
        await #expect(throws: StoreError.self) { try await store.probe() }
    }

    @Test func passesPingAndCloseOn() async throws {
        let functions = ScriptedFunctions([.failure(StoreError(.unavailable, "away"))])
        let store = RemoteCallStore(functions)
        await #expect(throws: StoreError.self) { try await store.ping() }
        await store.close()
        #expect(functions.isClosed)
    }
}
