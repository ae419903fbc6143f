// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct HealthTests {
    private struct BrokenRecogniser: SpeechRecogniser {
        private final class Session: RecognitionSession {
            func hear(_ audio: ByteBuffer, at offset: Duration) {}
            func finish() {}
            func cancel() {}
        }

        let name = "broken"
        let status = EngineStatus(state: .down, queuedSeconds: 1.5, lagSeconds: 2.5, lostSeconds: 3.5, detail: "secret")

        func open(
            _ request: RecognitionRequest,
            on eventLoop: any EventLoop,
            deliver: @escaping @Sendable (RecognitionEvent) -> Void
        ) -> any RecognitionSession { Session() }
    }

    @Test func saysHowItIsDoing() async throws {
        try await TestGateway.run { gateway in
            _ = try await gateway.call(.random())
            let answer = try await RawHTTP.request("GET", "/api/health", port: gateway.port)
            #expect(answer.status == 200)
            #expect(answer["content-type"] == "application/json; charset=utf-8")
            #expect(answer.body.contains(#""status":"ok""#))
            #expect(answer.body.contains(#""version":"1.2.3""#))
            #expect(answer.body.contains(#""calls":{"active":0,"draining":false,"limit":200,"pending":1}"#))
            #expect(answer.body.contains(#""journal":{"failing":false,"refused":0,"rejected":0,"waiting":0}"#))
        }
    }

    @Test func isHealthyButNotReadyWhenAnEngineIsDown() async throws {
        try await TestGateway.run({ $0.recogniser = BrokenRecogniser() }) { gateway in
            let health = try await RawHTTP.request("GET", "/api/health", port: gateway.port)
            #expect(health.status == 200)
            #expect(
                health.body.contains(
                    #""recogniser":{"lagSeconds":2.5,"lostSeconds":3.5,"name":"broken","queuedSeconds":1.5,"#
                )
            )
            #expect(!health.body.contains("secret"))
            let ready = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(ready.status == 503)
            #expect(ready.body.contains(#""reasons":["recogniser_down"]"#))
        }
    }

    @Test func isNotReadyWhenFullOrDraining() async throws {
        try await TestGateway.run({ $0.manager.maximumCalls = 1 }) { gateway in
            let before = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(before.status == 200)
            _ = try await gateway.call(.random())
            await gateway.manager.drain(within: .zero)
            let after = try await RawHTTP.request("HEAD", "/api/ready", port: gateway.port)
            #expect(after.status == 503)
            let reasons = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(reasons.body.contains(#""reasons":["draining","saturated"]"#))
        }
    }

    @Test func isNotReadyWhenTheStoreFailsAgainAndAgain() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            _ = try await gateway.call(.random())
            try await gateway.eventually { gateway.journal.status.failures >= 3 }
            let ready = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(ready.body.contains(#""reasons":["store_failing"]"#))
        }
    }
}
