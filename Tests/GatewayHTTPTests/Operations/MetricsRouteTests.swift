// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import SwitchboardTesting
import Testing

@testable import GatewayHTTP

/// What Prometheus reads, and with which key.
@Suite(.timeLimit(.minutes(1)))
struct MetricsRouteTests {
    /// Answers with what was asked for, and where it was answered.
    private static let echo: @Sendable (String?) -> MetricsDocument = { accept in
        let place = MultiThreadedEventLoopGroup.currentEventLoop == nil ? "away" : "on an event loop"
        return MetricsDocument(bytes: Array("\(accept ?? "nothing") \(place)".utf8), contentType: "text/x; a=b")
    }

    private func get(
        _ gateway: TestGateway,
        _ path: String = "/api/metrics",
        method: String = "GET",
        key: APIKey? = nil,
        accept: String? = nil
    ) async throws -> RawHTTP.Answer {
        var headers = key.map { [("Authorization", "Bearer \($0.text)")] } ?? []
        if let accept { headers.append(("Accept", accept)) }
        return try await RawHTTP.request(method, path, port: gateway.port, headers: headers)
    }

    @Test func answersInTheFormatAskedForAwayFromTheEventLoops() async throws {
        try await TestGateway.run({
            $0.gateway.metrics = Self.echo
            $0.gateway.environment = .development
        }) { gateway async throws in
            let answer = try await self.get(gateway, accept: "text/plain;q=0.5")
            #expect(answer.status == 200)
            #expect(answer.body == "text/plain;q=0.5 away")
            #expect(answer["content-type"] == "text/x; a=b")
            #expect(answer["cache-control"] == "no-store")
            #expect(try await self.get(gateway).body == "nothing away")
        }
    }

    @Test func answersHeadWithoutABodyAndNothingElse() async throws {
        try await TestGateway.run({
            $0.gateway.metrics = Self.echo
            $0.gateway.environment = .development
        }) { gateway async throws in
            let head = try await self.get(gateway, method: "HEAD")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head["content-type"] == "text/x; a=b")
            let post = try await self.get(gateway, method: "POST")
            #expect(post.status == 405)
            #expect(post["allow"] == "GET, HEAD")
        }
    }

    @Test func aServerThatCountsNothingHasNone() async throws {
        try await TestGateway.run({ $0.gateway.environment = .development }) { gateway async throws in
            #expect(try await self.get(gateway).status == 404)
        }
    }

    @Test func aKeyForMonitoringReadsMetricsAndNoCalls() async throws {
        let (monitor, reader) = (APIKey(), APIKey())
        try await TestGateway.run({ setup in
            setup.gateway.metrics = Self.echo
            setup.gateway.apiKeys = [
                monitor.entry(named: "prometheus", scope: .monitor), reader.entry(named: "reader", scope: .read),
            ]
        }) { gateway async throws in
            #expect(try await self.get(gateway, key: monitor).status == 200)
            #expect(try await self.get(gateway, key: reader).status == 200)
            #expect(try await self.get(gateway).status == 401)
            #expect(try await self.get(gateway, key: APIKey()).status == 401)
            let calls = ["/api/calls", "/api/calls/CA00000000000000000000000000000000", "/api/search?q=a"]
            for path in calls + [calls[1] + "/transcript", "/api/calls/export"] {
                let refused = try await self.get(gateway, path, key: monitor)
                #expect(refused.status == 403, "\(path)")
                #expect(refused["www-authenticate"]?.contains("insufficient_scope") == true)
            }
        }
    }

    @Test func productionWithoutKeysShowsNothing() async throws {
        try await TestGateway.run({
            $0.gateway.metrics = Self.echo
            $0.gateway.environment = .production
        }) { gateway async throws in
            #expect(try await self.get(gateway).status == 403)
        }
    }

    /// Otherwise a route would be counted as `other`.
    @Test func everyRouteIsAmongTheLabels() async throws {
        try await TestGateway.run { gateway async throws in
            var configuration = GatewayConfiguration(authTokens: [TestGateway.token])
            configuration.logLevels = LogLevelSwitch(
                status: { LogLevelSwitch.Status(levels: "info", standing: "info") },
                set: { _, _ in }
            )
            let plan = GatewayPlan(
                configuration,
                operatorKeys: APIKeyRing(),
                manager: gateway.manager,
                carrier: nil,
                eraser: gateway.journal.store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let routed = Set(plan.makeRouter().routes.map { "\($0.path)" }.map { $0.hasPrefix("/") ? $0 : "/" + $0 })
            #expect(routed == Set(GatewayPath.templates))
            #expect(GatewayPath.templates.count == routed.count)
            #expect(GatewayLabels.routes.contains("unknown"))
        }
    }
}
