// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

/// Twilio could not use what we had answered.
@Suite(.timeLimit(.minutes(1)))
struct FallbackTests {
    private func fallBack(
        _ call: CallSID,
        on gateway: TestGateway,
        status: String = "in-progress",
        headers: [(String, String)] = []
    ) async throws -> String {
        let more: FormParameters = [
            "ErrorCode": "11200", "ErrorUrl": "https://voice.example.com/api/calls/incoming?x=+12025550143",
        ]
        let form = TestGateway.form(call: call, more, status: status)
        let answer = try await gateway.post("/api/calls/fallback", form, headers: headers)
        #expect(answer.status == 200)
        return answer.body
    }

    @Test func givesACallLessEveryTimeAndEndsIt() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            #expect(try await self.fallBack(call, on: gateway).contains("<Stream"))
            #expect(try await self.fallBack(call, on: gateway).contains("<Gather"))
            #expect(try await self.fallBack(call, on: gateway).contains("<Record"))
            for _ in 0..<3 {
                let last = try await self.fallBack(call, on: gateway)
                #expect(last.contains("something went wrong") && last.contains("</Say><Hangup/></Response>"))
            }
            let kinds = try await gateway.kinds(call)
            let fellBack = CallEvent.Kind.fellBack(code: 11_200, url: "https://voice.example.com/api/calls/incoming")
            #expect(kinds.count { $0 == fellBack } == 6)
            #expect(try await gateway.record(call)?.next == .hangUp)
        }
    }

    @Test func keepsAnAttemptThatIsRepeatedOnce() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            let headers = [("I-Twilio-Idempotency-Token", "5f0c")]
            let first = try await self.fallBack(call, on: gateway, headers: headers)
            #expect(try await self.fallBack(call, on: gateway, headers: headers) == first)
            let fallen = try await gateway.kinds(call).count { if case .fellBack = $0 { true } else { false } }
            #expect(fallen == 1)
        }
    }

    @Test func goesOnWithWhatWasDecided() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive([TestGateway.stream, .nextDecided(.transfer(to: "+15005550009"))])
            #expect(try await self.fallBack(call, on: gateway).contains(">+15005550009</Number>"))
            let over = try await gateway.receive([TestGateway.stream, .nextDecided(.hangUp)])
            #expect(try await self.fallBack(over, on: gateway).contains("<Response><Hangup/>"))
        }
    }

    @Test func takesACallItHasNeverHeardOf() async throws {
        try await TestGateway.run { gateway async throws in
            let call = CallSID.random()
            #expect(try await self.fallBack(call, on: gateway, status: "ringing").contains("<Stream"))
            #expect(try await gateway.record(call)?.info.from == "+15005550006")
        }
    }

    @Test func hasNothingForACallThatIsOver() async throws {
        try await TestGateway.run { gateway in
            let call = try await gateway.receive()
            #expect(try await self.fallBack(call, on: gateway, status: "completed").contains("<Response><Hangup/>"))
        }
    }

    @Test func cannotLoopWhenNothingCanBeCounted() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            let answer = try await self.fallBack(.random(), on: gateway)
            #expect(answer.contains("<Record"))
        }
    }
}
