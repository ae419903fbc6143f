// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import Synchronization
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
            #expect(reasons.body.contains(#"{"causes":["calls"],"explanation":"The server has as many calls"#))
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

    // MARK: What is looked at in the background

    private static func running(
        _ checks: [HealthCheck],
        _ configure: (inout TestGateway.Setup) -> Void = { _ in },
        _ body: @Sendable (TestGateway, HealthMonitor) async throws -> Void
    ) async throws {
        let monitor = HealthMonitor(checks, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await monitor.run() }
            try await TestGateway.run({
                $0.gateway.health.report = { monitor.report }
                configure(&$0)
            }) { try await body($0, monitor) }
            group.cancelAll()
        }
    }

    @Test func namesWhatIsDownAndAnswers503WhenItIsNeeded() async throws {
        let isDown = Mutex(false)
        let check = HealthCheck("journal", isNeeded: true, interval: .milliseconds(5)) {
            HealthFinding(isDown.withLock(\.self) ? .down : .up, "the disk is full", breaker: "closed")
        }
        try await Self.running([check]) { gateway, monitor in
            try await gateway.eventually { monitor.report.isComplete }
            let well = try await RawHTTP.request("GET", "/api/health/detailed", port: gateway.port)
            #expect(well.status == 200 && well.body.contains(#""status":"up""#) && well.body.contains(#""ready":true"#))
            isDown.withLock { $0 = true }
            try await gateway.eventually { monitor.report.state == .down }
            let ill = try await RawHTTP.request("GET", "/api/health/detailed", port: gateway.port)
            #expect(ill.status == 503 && ill["content-type"] == "application/json; charset=utf-8")
            #expect(ill.body.contains(#""name":"journal","needed":true"#))
            #expect(ill.body.contains(#""lastError":{"message":"the disk is full","time":"20"#))
            #expect(ill.body.contains(#""breaker":"closed""#) && ill.body.contains(#""since":"20"#))
            #expect(ill.body.contains(#""reasons":[{"explanation":"The journal"#))
            let head = try await RawHTTP.request("HEAD", "/api/health/detailed", port: gateway.port)
            #expect(head.status == 503 && head.body.isEmpty)
            #expect(try await RawHTTP.request("GET", "/api/health", port: gateway.port).status == 200)
            let ready = try await RawHTTP.request("GET", "/readyz", port: gateway.port)
            #expect(ready.status == 503 && ready.body.contains(#""reasons":["store_failing"]"#))
        }
    }

    @Test func whatIsNotNeededTakesNobodyOutOfTheBalance() async throws {
        let check = HealthCheck("deepgram", isNeeded: false) { HealthFinding(.down, "left alone") }
        try await Self.running([check], { $0.recogniser = BrokenRecogniser() }) { gateway, monitor in
            try await gateway.eventually { monitor.report.state == .degraded }
            let detailed = try await RawHTTP.request("GET", "/api/health/detailed", port: gateway.port)
            #expect(detailed.status == 200 && detailed.body.contains(#""status":"degraded""#))
            #expect(try await RawHTTP.request("GET", "/api/ready", port: gateway.port).status == 200)
        }
    }

    @Test func isStartingUntilEverythingNeededWasLookedAt() async throws {
        let gate = Mutex<CheckedContinuation<HealthFinding, Never>?>(nil)
        let check = HealthCheck("journal", isNeeded: true, deadline: .seconds(50)) {
            await withCheckedContinuation { continuation in gate.withLock { $0 = continuation } }
        }
        try await Self.running([check]) { gateway, monitor in
            let ready = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(ready.status == 503 && ready.body.contains(#""reasons":["starting"]"#))
            #expect(try await RawHTTP.request("GET", "/livez", port: gateway.port).status == 200)
            try await gateway.eventually { gate.withLock { $0 != nil } }
            gate.withLock { $0.take() }?.resume(returning: HealthFinding(.up))
            try await gateway.eventually { monitor.report.isComplete }
            #expect(try await RawHTTP.request("GET", "/api/ready", port: gateway.port).status == 200)
        }
    }

    @Test func detailsAreForOperators() async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = ["first-key-of-all"] }) { gateway in
            for path in ["/api/health", "/healthz", "/api/ready"] {
                #expect(try await RawHTTP.request("GET", path, port: gateway.port).status == 200)
            }
            let stranger = try await RawHTTP.request("GET", "/api/health/detailed", port: gateway.port)
            #expect(stranger.status == 401 && !stranger.body.contains("journal"))
            let headers = [("Authorization", "Bearer first-key-of-all")]
            let answer = try await RawHTTP.request("GET", "/api/health/detailed", port: gateway.port, headers: headers)
            #expect(answer.status == 200 && answer.body.contains(#""memory":{"#))
        }
    }

    @Test func namesWhatTheMachineHasTooLittleOf() async throws {
        try await TestGateway.run({ $0.gateway.health.overload = { [.memory, .lag] } }) { gateway in
            let ready = try await RawHTTP.request("GET", "/api/ready", port: gateway.port)
            #expect(ready.body.contains(#""reasons":["saturated"]"#))
            #expect(ready.body.contains(#""causes":["lag","memory"]"#))
        }
    }
}
