// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOPosix
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Whole calls, as Twilio makes them.
@Suite(.timeLimit(.minutes(1)))
struct WholeCallTests {
    /// Does what it is asked to.
    private struct ObedientResponder: Responder {
        let hints = SpeechHints()

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            switch turn.text {
            case "a person": .answer(Reply(text: "Yes", action: .transfer(to: "+15005550009"), source: "test"))
            case "goodbye": .answer(Reply(text: "Bye", action: .hangUp, source: "test"))
            default: .answer(Reply(text: "You said \(turn.text)", source: "test"))
            }
        }
    }

    private static let voice = ToneSynthesiser(perLetter: .milliseconds(8))

    private func place(
        _ steps: [CallerStep],
        hearing lines: [ScriptedRecogniser.Line],
        dials: [DialOutcome] = [],
        records: [RecordAnswer] = [],
        _ check: (SimulatedCallResult, TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.run({ setup in
            setup.recogniser = ScriptedRecogniser(lines)
            setup.synthesiser = Self.voice
            setup.dialogue.responder = ObedientResponder()
        }) { gateway in
            let url = TestGateway.publicURL + GatewayPath.incoming
            let account = SimulatedAccount(sid: TestGateway.account, authToken: "12345")
            var call = SimulatedCall(url: url, account: account)
            call.localOrigin = "http://127.0.0.1:\(gateway.port)"
            call.statusCallback = TestGateway.publicURL + GatewayPath.status
            call.verbPace = 1_000
            call.script = CallerScript(steps: steps, records: records, dials: dials)
            let twilio = SimulatedTwilio(
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                synthesiser: Self.voice
            )
            let result = try await twilio.place(call)
            try await twilio.shutdown()
            #expect(result.violations.isEmpty)
            #expect(result.failures.isEmpty)
            try await check(result, gateway)
        }
    }

    @Test func answersAQuestionAndHangsUp() async throws {
        let steps: [CallerStep] = [
            .waitForAgent(), .say("hello there"), .waitForAgent(), .say("goodbye"), .waitForAgent(),
        ]
        try await self.place(steps, hearing: ["hello there", "goodbye"]) { result, gateway in
            #expect(result.ending == .serverHungUp)
            #expect(result.streams.map(\.closeCode) == [1000])
            #expect(result.callbacks.map(\.httpStatus) == [204, 204, 204])
            let lines = try await gateway.store.transcript(of: CallID(result.sid)).map(\.line.text)
            #expect(lines == ["Hello. How can I help you?", "hello there", "You said hello there", "goodbye", "Bye"])
            let record = try #require(try await gateway.store.call(CallID(result.sid)))
            #expect(record.termination == .agentHungUp)
            #expect(record.status == .completed)
        }
    }

    @Test func connectsWithAPersonAndTakesAMessageIfNobodyIsThere() async throws {
        let steps: [CallerStep] = [.waitForAgent(), .say("a person")]
        try await self.place(
            steps,
            hearing: ["a person"],
            dials: [.busy],
            records: [RecordAnswer(.seconds(7), ending: .silence)]
        ) { result, gateway in
            let verbs = result.verbs.map(\.name)
            #expect(verbs.contains("Dial") && verbs.contains("Record"))
            let record = try #require(try await gateway.store.call(CallID(result.sid)))
            #expect(record.voicemailURL != nil)
            #expect(record.next == .hangUp)
            #expect(result.ending == .serverHungUp)
        }
    }

    @Test func goesOnInASecondStreamWhenTheFirstBreaks() async throws {
        let steps: [CallerStep] = [
            .waitForAgent(), .fault(.drop), .waitForAgent(), .say("goodbye"), .waitForAgent(),
        ]
        try await self.place(steps, hearing: ["goodbye"]) { result, gateway in
            #expect(result.streams.count == 2)
            let lines = try await gateway.store.transcript(of: CallID(result.sid)).map(\.line.text)
            #expect(lines.contains("Sorry, we were cut off. Please go on."))
            let record = try #require(try await gateway.store.call(CallID(result.sid)))
            #expect(record.termination == .agentHungUp)
        }
    }
}
