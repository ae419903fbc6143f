// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

/// Conversations with Twilio's ears and voice, for calls that can have no stream.
@Suite(.timeLimit(.minutes(1)))
struct GatherTests {
    private struct FailingResponder: Responder {
        struct Failure: Error {}
        var hints: SpeechHints { SpeechHints() }

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            throw Failure()
        }
    }

    /// Answers with what it was told of the conversation.
    private struct MemoryResponder: Responder {
        var hints: SpeechHints {
            SpeechHints(
                phrases: ["a table for {size}", "when are you open"],
                slots: ["size": ["two", "three"]],
                keywords: ["vegetarian"]
            )
        }

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            let said = context.history.map { "\($0.caller)>\($0.heard)" }.joined(separator: ", ")
            switch turn.text {
            case "bye": return .answer(Reply(text: "Good bye", action: .hangUp, source: "test"))
            case "again": return .answer(Reply(text: "", action: .repeatLast, source: "test"))
            case "person": return .answer(Reply(text: "Yes", action: .transfer(to: nil), source: "test"))
            case "nonsense": return .notUnderstood
            default: return .answer(Reply(text: "[\(said)] \(turn.text)", source: "test"))
            }
        }
    }

    /// A call that is asked questions, and its first document.
    private func call(on gateway: TestGateway) async throws -> (call: CallSID, document: String) {
        let call = CallSID.random()
        let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: call))
        return (call, answer.body)
    }

    /// Answers the question of a document as Twilio does, and gives the next document.
    private func answer(
        _ document: String,
        _ call: CallSID,
        _ fields: FormParameters,
        on gateway: TestGateway
    ) async throws -> String {
        let start = try #require(document.firstRange(of: "<Gather action=\"https://voice.example.com")).upperBound
        let target = document[start...].prefix { $0 != "\"" }.replacing("&amp;", with: "&")
        let form = TestGateway.form(call: call, fields, status: "in-progress")
        let answer = try await gateway.post(String(target), form)
        #expect(answer.status == 200)
        return answer.body
    }

    private func run(
        _ responder: any Responder = MemoryResponder(),
        _ configure: (inout TestGateway.Setup) -> Void = { _ in },
        _ body: (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.run({ setup in
            setup.manager.maximumCalls = 0
            setup.dialogue.responder = responder
            setup.dialogue.policy.transferNumber = "+15005550009"
            configure(&setup)
        }) { try await body($0) }
    }

    @Test func asksWithTheHintsOfTheDialogue() async throws {
        try await self.run { gateway in
            let document = try await self.call(on: gateway).document
            #expect(document.contains(#"input="dtmf speech""#))
            #expect(document.contains(#"hints="vegetarian,a table for,when are you open,two,three""#))
            #expect(document.contains(#"actionOnEmptyResult="true""#))
            #expect(document.contains("</Gather><Redirect"))
        }
    }

    @Test func holdsAConversationAndWritesItDownWithTwiliosConfidence() async throws {
        try await self.run { gateway in
            let (call, first) = try await self.call(on: gateway)
            let second = try await self.answer(first, call, ["SpeechResult": "one", "Confidence": "0.91"], on: gateway)
            #expect(second.contains("<Say>[] one</Say></Gather>"))
            let third = try await self.answer(second, call, ["SpeechResult": "two"], on: gateway)
            #expect(third.contains("<Say>[one&gt;[] one] two</Say>"))
            let last = try await self.answer(third, call, ["SpeechResult": "bye", "Confidence": "0.7"], on: gateway)
            #expect(last.hasSuffix("<Response><Say>Good bye</Say><Hangup/></Response>"))
            await gateway.journal.flush()
            let lines = try await gateway.store.transcript(of: CallID(call.description)).map(\.line)
            #expect(
                lines.map(\.text) == [
                    "Hello. How can I help you?", "one", "[] one", "two", "[one>[] one] two", "bye", "Good bye",
                ]
            )
            #expect(lines.filter { $0.speaker == .caller }.map(\.confidence) == [0.91, 1, 0.7])
            #expect(lines.allSatisfy { $0.source.hasPrefix("twilio") })
            let record = try await gateway.record(call)
            #expect(record?.next == .hangUp && record?.termination == .agentHungUp)
            let kinds = try await gateway.kinds(call)
            #expect(kinds.contains(.gathered(digits: nil, confidence: 0.91)))
            #expect(kinds.contains(.gathered(digits: nil, confidence: nil)))
        }
    }

    @Test func keepsTheSameAnswerOnce() async throws {
        try await self.run { gateway in
            let (call, first) = try await self.call(on: gateway)
            let fields: FormParameters = ["SpeechResult": "one", "Confidence": "0.91"]
            let answers = [
                try await self.answer(first, call, fields, on: gateway),
                try await self.answer(first, call, fields, on: gateway),
            ]
            #expect(answers[0].contains("<Gather"))
            let lines = try await gateway.kinds(call).count { if case .spoken = $0 { true } else { false } }
            #expect(lines == 3)
        }
    }

    @Test func asksAgainBelowTheConfidenceFloorAndInTheEndHandsOver() async throws {
        try await self.run { gateway in
            var (call, document) = try await self.call(on: gateway)
            let unsure: FormParameters = ["SpeechResult": "mumble", "Confidence": "0.1"]
            document = try await self.answer(document, call, unsure, on: gateway)
            #expect(document.contains("Please say that again"))
            document = try await self.answer(document, call, ["SpeechResult": "nonsense"], on: gateway)
            #expect(document.contains("in other words"))
            document = try await self.answer(document, call, ["SpeechResult": "nonsense"], on: gateway)
            #expect(document.contains("<Record "))
            #expect(try await gateway.record(call)?.next == .voicemail)
        }
    }

    @Test func asksWhetherSomebodyIsThereAndSaysGoodbye() async throws {
        try await self.run { gateway in
            var (call, document) = try await self.call(on: gateway)
            let nothing: FormParameters = ["Digits": "", "SpeechResult": ""]
            document = try await self.answer(document, call, nothing, on: gateway)
            #expect(document.contains("Are you still there?"))
            document = try await self.answer(document, call, nothing, on: gateway)
            #expect(document.contains("Goodbye.</Say><Hangup/>"))
            #expect(try await gateway.record(call)?.termination == .callerSilent)
        }
    }

    @Test func aConversationThatEndsIsToldOnce() async throws {
        try await self.run { gateway in
            let (call, document) = try await self.call(on: gateway)
            let answer = try await self.answer(document, call, ["SpeechResult": "bye"], on: gateway)
            #expect(answer.contains("<Hangup/>"))
            for _ in 0..<2 {
                let form = TestGateway.form(call: call, ["SequenceNumber": "2"], status: "completed")
                #expect(try await gateway.post("/api/calls/status", form).status == 204)
            }
            let lines = gateway.lines("call ended")
            #expect(lines.map { $0["call.reason"] } == ["agent_hung_up"])
            #expect(lines.first?["turn.count"] == "1")
            #expect(lines.first?["call.sid"] == call.description)
        }
    }

    @Test func aCallerWhoHangsUpInsteadOfAnsweringHasHungUp() async throws {
        try await self.run { gateway in
            let (call, _) = try await self.call(on: gateway)
            for _ in 0..<3 {
                let form = TestGateway.form(call: call, ["SequenceNumber": "2"], status: "completed")
                #expect(try await gateway.post("/api/calls/status", form).status == 204)
            }
            #expect(gateway.lines("call ended").map { $0["call.reason"] } == ["caller_hung_up"])
            #expect(try await gateway.record(call)?.termination == .callerHungUp)
        }
    }

    @Test func connectsWithAPersonByKeyAndByWord() async throws {
        try await self.run { gateway in
            for fields: FormParameters in [["Digits": "0"], ["SpeechResult": "person"]] {
                let (call, document) = try await self.call(on: gateway)
                let answer = try await self.answer(document, call, fields, on: gateway)
                #expect(answer.contains(">+15005550009</Number></Dial>"))
                #expect(try await gateway.record(call)?.next == .transfer(to: "+15005550009"))
            }
        }
    }

    @Test func asksAgainAfterAKeyThatMeansNothing() async throws {
        try await self.run { gateway in
            let (call, document) = try await self.call(on: gateway)
            let answer = try await self.answer(document, call, ["Digits": "5"], on: gateway)
            #expect(answer.contains("Please say that again"))
            #expect(try await gateway.kinds(call).contains(.gathered(digits: "5", confidence: nil)))
        }
    }

    @Test func saysThePreviousAnswerAgain() async throws {
        try await self.run { gateway in
            var (call, document) = try await self.call(on: gateway)
            document = try await self.answer(document, call, ["SpeechResult": "one"], on: gateway)
            document = try await self.answer(document, call, ["SpeechResult": "again"], on: gateway)
            #expect(document.contains("<Say>[] one</Say></Gather>"))
        }
    }

    @Test func apologisesWhenTheResponderFails() async throws {
        try await self.run(FailingResponder()) { gateway in
            let (call, document) = try await self.call(on: gateway)
            let answer = try await self.answer(document, call, ["SpeechResult": "one"], on: gateway)
            #expect(answer.contains("something went wrong on our side"))
            #expect(answer.contains("<Gather"))
        }
    }

    @Test func handsOverWhenItHasTalkedLongEnough() async throws {
        try await self.run(MemoryResponder(), { $0.gateway.webhooks.gatherTurns = 2 }) { gateway in
            var (call, document) = try await self.call(on: gateway)
            for _ in 0..<2 { document = try await self.answer(document, call, ["SpeechResult": "one"], on: gateway) }
            #expect(document.contains("<Gather"))
            document = try await self.answer(document, call, ["SpeechResult": "one"], on: gateway)
            #expect(document.contains("<Record"))
        }
    }

    @Test func asksQuestionsAfterAnEngineHasFailed() async throws {
        try await TestGateway.run { gateway in
            let said = SpokenLine(speaker: .agent, text: "Hello.", start: .zero, end: .seconds(1), source: "voice")
            let call = try await gateway.receive([TestGateway.stream, .spoken(said), .nextDecided(.gather)])
            let form = TestGateway.form(call: call, status: "in-progress")
            let answer = try await gateway.post("/api/calls/next", form)
            #expect(answer.body.contains("<Gather") && answer.body.contains("we were cut off"))
            #expect(!answer.body.contains("How can I help you?"))
        }
    }

    @Test func greetsACallerWhoHasHeardNothingBecauseTheEnginesFailedAtOnce() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive([TestGateway.stream, .nextDecided(.gather)])
            let form = TestGateway.form(call: call, status: "in-progress")
            let answer = try await gateway.post("/api/calls/next", form)
            #expect(answer.body.contains("<Gather") && !answer.body.contains("we were cut off"))
            #expect(answer.body.contains(DialoguePrompts().greeting))
        }
    }
}
