// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation
import Testing

/// Whatever comes back is understood or refused, and never taken for something else.
@Suite struct RemoteAnswerTests {
    @Test func anAnswerThatIsCutOffAnywhereIsNoAnswer() async throws {
        var script = Script()
        let (fold, there) = try Script.stored([script.received(), script.spoken("grün \\ \" 👩‍👩‍👧")])
        let calls = #"{"calls":\#(try Script.json([fold]))}"#
        let events = #"{"events":\#(try Script.json(there))}"#
        let match = #"{"matches":[]}"#
        for whole in [calls, events, match, #"{"conflict": false}"#, #"{"erased": 12}"#, #"{"call": null}"#] {
            for count in 0..<whole.utf8.count {
                let half = String(decoding: whole.utf8.prefix(count), as: UTF8.self)
                let store = RemoteCallStore(ScriptedFunctions([.json(half)], repeats: true))
                for code in await Self.errors(of: store) { #expect(code == .unavailable, "after \(count) of \(whole)") }
            }
        }
    }

    @Test(arguments: [
        "null", "[]", "1", "\"text\"", "{}", #"{"calls":null}"#, #"{"calls":[{}],"events":[{}],"matches":[{}]}"#,
        #"{"conflict":"no","erased":"many","call":[],"calls":{},"events":7,"matches":[1]}"#,
        #"{"conflict":1,"erased":1.5,"call":{"id":1},"calls":[null],"events":[null],"matches":[null]}"#,
    ])
    func whatIsOfAnotherShapeIsUnreadable(_ answer: String) async throws {
        let store = RemoteCallStore(ScriptedFunctions([.json(answer)], repeats: true))
        var codes = await Self.errors(of: store)
        // An object without `call` says that there is none.
        if answer == "{}" || answer.hasPrefix(#"{"calls":"#) { codes.append(.unreadable) }
        #expect(codes == Array(repeating: .unreadable, count: codes.count))
        #expect(codes.count >= 6)
    }

    @Test(arguments: ["<html>502 Bad Gateway</html>", "", "\u{0}", "upstream connect error", "{\"conflict\":false}}"])
    func whatIsNoJSONMayBeBetterNextTime(_ answer: String) async throws {
        let store = RemoteCallStore(ScriptedFunctions([.json(answer)], repeats: true))
        let codes = await Self.errors(of: store)
        #expect(codes == Array(repeating: .unavailable, count: 6))
    }

    @Test func saysWhereAnAnswerIsNotUnderstoodAndNothingOfWhatWasSaid() async throws {
        var script = Script()
        let (_, there) = try Script.stored([script.received(), script.spoken("my secret")])
        let changed = try Script.json(there).replacingOccurrences(of: #""sequence":2"#, with: #""sequence":"x""#)
        let store = RemoteCallStore(ScriptedFunctions([.json(#"{"events":\#(changed)}"#)]))
        let error = await #expect(throws: StoreError.self) { try await store.events(of: script.call) }
        #expect(error?.code == .unreadable)
        #expect(error?.description.contains("events.1.sequence") == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("secret") == false)
    }

    @Test(arguments: [
        (#""kind":"received""#, #""kind":"teleported""#), (#""direction":"inbound""#, #""direction":"sideways""#),
    ])
    func aValueOfALaterVersionIsUnreadable(_ old: String, _ new: String) async throws {
        var script = Script()
        let (_, there) = try Script.stored([script.received()])
        let changed = try Script.json(there).replacingOccurrences(of: old, with: new)
        let store = RemoteCallStore(ScriptedFunctions([.json(#"{"events":\#(changed)}"#)]))
        let error = await #expect(throws: StoreError.self) { try await store.events(of: script.call) }
        #expect(error?.code == .unreadable)
    }

    @Test(arguments: [
        (#""status":"ringing""#, #""status":"floating""#), (#""direction":"inbound""#, #""direction":"sideways""#),
        (#""streams":0"#, #""streams":0,"result":"splendid","reason":"all_well""#),
        (#""streams":0"#, #""streams":0,"next_step":"fly""#), (#""streams":0"#, #""streams":0,"answered_by":"dog""#),
    ])
    func aCallWithAValueOfALaterVersionIsUnreadable(_ old: String, _ new: String) async throws {
        var script = Script()
        let (fold, _) = try Script.stored([script.received()])
        let changed = try Script.json([fold]).replacingOccurrences(of: old, with: new)
        #expect(try changed != Script.json([fold]))
        let store = RemoteCallStore(ScriptedFunctions([.json(#"{"calls":\#(changed)}"#)]))
        let error = await #expect(throws: StoreError.self) { try await store.calls(CallQuery()) }
        #expect(error?.code == .unreadable)
    }

    @Test func eventsOutOfOrderAreNotReadForEver() async throws {
        var script = Script()
        let (_, there) = try Script.stored([script.received(), script.spoken("a")])
        for order in [[1, 0], [0, 0]] {
            let answer = try Script.events(order.map { there[$0] })
            let configuration = RemoteStoreConfiguration(page: 2)
            let store = RemoteCallStore(ScriptedFunctions([answer], repeats: true), configuration: configuration)
            let error = await #expect(throws: StoreError.self) { try await store.events(of: script.call) }
            #expect(error?.code == .unreadable)
        }
    }

    /// What each kind of question makes of the answers; empty for what is understood.
    private static func errors(of store: RemoteCallStore) async -> [StoreError.Code] {
        var script = Script()
        let batch = [script.received()]
        let questions: [@Sendable () async throws -> Void] = [
            { _ = try await store.append(batch) }, { _ = try await store.call(CallID("CA1")) },
            { _ = try await store.calls(CallQuery()) }, { _ = try await store.events(of: CallID("CA1")) },
            { _ = try await store.search(TranscriptQuery("a")) },
            { _ = try await store.erase(.call(CallID("CA1")), limit: 1) },
        ]
        var codes: [StoreError.Code] = []
        for question in questions {
            do {
                try await question()
            } catch {
                if let error = error as? StoreError {
                    codes.append(error.code)
                } else {
                    Issue.record(error)
                }
            }
        }
        return codes
    }
}
