// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct NextTests {
    private func next(
        _ steps: [CallEvent.Kind],
        target: String = "/api/calls/next",
        on gateway: TestGateway
    ) async throws -> RawHTTP.Answer {
        let call = CallSID.random()
        _ = try await gateway.call(call)
        for step in steps {
            _ = try await gateway.journal.append(gateway.journal.event(step, in: CallID(call.description)))
        }
        return try await gateway.post(target, TestGateway.form(call: call, status: "in-progress"))
    }

    private static let stream = CallEvent.Kind.streamStarted(
        stream: "MZ1",
        resumed: false,
        recogniser: "scripted",
        synthesiser: "tone"
    )

    @Test func takesUpACallWhoseStreamBroke() async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.next([Self.stream, .streamEnded(.connectionLost)], on: gateway)
            #expect(answer.body.contains("<Stream url="))
            #expect(answer.body.contains("/api/calls/next?resumes=1</Redirect>"))
        }
    }

    @Test func hangsUp() async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.next([Self.stream, .nextDecided(.hangUp)], on: gateway)
            #expect(answer.body.hasSuffix("<Response><Hangup/></Response>"))
        }
    }

    @Test func transfers() async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.next([Self.stream, .nextDecided(.transfer(to: "+15005550009"))], on: gateway)
            #expect(
                answer.body.hasSuffix(
                    """
                    <Response><Dial action="https://voice.example.com/api/calls/transfer" method="POST" timeout="25" \
                    answerOnBridge="true"><Number statusCallbackEvent="initiated ringing answered completed" \
                    statusCallback="https://voice.example.com/api/calls/status">+15005550009</Number></Dial></Response>
                    """
                )
            )
        }
    }

    @Test func takesAMessage() async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.next([Self.stream, .nextDecided(.voicemail)], on: gateway)
            #expect(answer.body.contains("<Say>Please leave a message after the tone.</Say><Record "))
            #expect(answer.body.contains(#"maxLength="120""#))
            #expect(answer.body.contains(#"playBeep="true""#))
            #expect(answer.body.hasSuffix("<Hangup/></Response>"))
        }
    }

    @Test func asksQuestionsThroughTheCarrierWhenACallBreaksTooOften() async throws {
        try await TestGateway.run { gateway in
            let answer = try await self.next([Self.stream], target: "/api/calls/next?resumes=5", on: gateway)
            #expect(answer.body.contains("<Gather "))
            #expect(answer.body.contains("Sorry, we were cut off."))
        }
    }

    @Test func handsACallOverThatBreaksTooOftenIfThePolicySaysSo() async throws {
        try await TestGateway.run({ $0.dialogue.policy.overflow = .handover }) { gateway in
            let target = "/api/calls/next?resumes=5"
            let byRedirect = try await self.next([Self.stream], target: target, on: gateway)
            #expect(byRedirect.body.contains("something went wrong"))
            #expect(byRedirect.body.contains("<Record"))
            let byStore = try await self.next(Array(repeating: Self.stream, count: 6), on: gateway)
            #expect(byStore.body.contains("<Record"))
            let oneLess = try await self.next(Array(repeating: Self.stream, count: 5), on: gateway)
            #expect(oneLess.body.contains("<Stream"))
        }
    }

    @Test func takesUpACallItHasNeverHeardOf() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let form = TestGateway.form(call: call, status: "in-progress")
            let answer = try await gateway.post("/api/calls/next", form)
            #expect(answer.body.contains("<Stream url="))
            #expect(try await gateway.store.call(CallID(call.description)) != nil)
        }
    }

    @Test func hasNothingToSayToACallThatIsOver() async throws {
        try await TestGateway.run { gateway in
            let over = CallEvent.Kind.status(.completed, duration: 7, sequence: 0)
            let late = try await self.next([Self.stream, over], on: gateway)
            #expect(late.body.contains("<Response><Hangup/>"))
            let form = TestGateway.form(call: .random(), status: "completed")
            let unknown = try await gateway.post("/api/calls/next", form)
            #expect(unknown.body.contains("<Response><Hangup/>"))
        }
    }

    @Test func hangsUpAfterATransferThatWasConnected() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            let leg = CallSID.random().description
            let more: FormParameters = [
                "DialCallStatus": "completed", "DialCallSid": leg, "DialCallDuration": "73",
            ]
            let form = TestGateway.form(call: call, more, status: "in-progress")
            for _ in 0..<2 {
                let answer = try await gateway.post("/api/calls/transfer", form)
                #expect(answer.body.contains("<Response><Hangup/></Response>"))
            }
            let events = try await gateway.store.events(of: CallID(call.description))
            #expect(events.map(\.event.kind).contains(.transferEnded(status: "completed", leg: leg, seconds: 73)))
            #expect(events.count == 2)
        }
    }

    @Test(arguments: ["busy", "no-answer", "failed", "canceled", ""])
    func takesAMessageAfterATransferThatFailed(_ status: String) async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            let form = TestGateway.form(call: call, ["DialCallStatus": status], status: "in-progress")
            #expect(try await gateway.post("/api/calls/transfer", form).body.contains("<Record"))
            await gateway.journal.flush()
            #expect(try await gateway.store.call(CallID(call.description))?.next == .voicemail)
        }
    }

    @Test func keepsAMessageOnce() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            let url = "https://api.twilio.com/recordings/RE1"
            let more: FormParameters = ["RecordingUrl": url, "RecordingDuration": "12", "Digits": "hangup"]
            let form = TestGateway.form(call: call, more, status: "in-progress")
            for _ in 0..<2 {
                let answer = try await gateway.post("/api/calls/recording", form)
                #expect(answer.body.contains("<Hangup/>"))
            }
            #expect(try await gateway.store.call(CallID(call.description))?.voicemailURL == url)
            #expect(try await gateway.store.events(of: CallID(call.description)).count == 2)
        }
    }
}
