// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird
import Logging
import Resilience
import Testing
import Twilio

@testable import GatewayHTTP

/// The guard before a route that changes something, over real sockets.
@Suite(.timeLimit(.minutes(1)))
struct OperatorGuardTests {
    private struct NeverRan: Error {}

    /// Runs a server whose `POST /change` needs the scope `control`.
    private static func run(
        _ configure: (inout GatewayConfiguration) throws -> Void,
        _ body: (Int) async throws -> Void
    ) async throws {
        var configuration = GatewayConfiguration(authTokens: [TestGateway.token])
        configuration.publicURL = try PublicURL(TestGateway.publicURL)
        try configure(&configuration)
        let limits = RequestLimits(configuration.rateLimits, proxies: configuration.trustedProxies)
        let access = OperatorAccess(configuration, keys: try configuration.operatorKeys(), limits: limits)
        let router = Router(context: GatewayContext.self)
        router.add(middleware: RequestObserver(refusals: limits.refusals, tracer: nil))
        router.group().add(middleware: OperatorGuard(access, .control))
            .route("/change", .post) { _, context in Answer.text(context.operatorKey ?? "nobody", "text/plain") }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw NeverRan() }
            try await body(port)
            group.cancelAll()
        }
    }

    private func post(_ port: Int, _ headers: [(String, String)] = []) async throws -> RawHTTP.Answer {
        try await RawHTTP.request("POST", "/change", port: port, headers: headers, body: Array("{}".utf8))
    }

    @Test func wantsTheScope() async throws {
        let (reader, controller, admin) = (APIKey(), APIKey(), APIKey())
        try await Self.run({ configuration in
            configuration.apiKeys = [
                reader.entry(named: "reader", scope: .read), controller.entry(named: "controller", scope: .control),
                admin.entry(named: "admin", scope: .admin),
            ]
        }) { port async throws in
            #expect(try await self.post(port).status == 401)
            let narrow = try await self.post(port, [("Authorization", "Bearer \(reader.text)")])
            #expect(narrow.status == 403)
            #expect(narrow["www-authenticate"] == #"Bearer realm="switchboard", error="insufficient_scope""#)
            let good = try await self.post(port, [("Authorization", "Bearer \(controller.text)")])
            #expect(good.status == 200 && good.body == "controller")
            #expect(try await self.post(port, [("Authorization", "Bearer \(admin.text)")]).body == "admin")
        }
    }

    @Test(
        arguments: [
            ([("Sec-Fetch-Site", "cross-site")], 403), ([("Sec-Fetch-Site", "same-site")], 403),
            ([("Origin", "https://evil.example")], 403), ([("Origin", "null")], 403),
            ([("Content-Type", "text/plain")], 415), ([("Content-Type", "application/x-www-form-urlencoded")], 415),
            ([("Content-Type", "multipart/form-data; boundary=x")], 415), ([("Content-Type", "application/json")], 200),
            ([("Origin", "https://voice.example.com"), ("Sec-Fetch-Site", "same-origin")], 200), ([], 200),
        ] as [([(String, String)], Int)]
    )
    func otherSitesChangeNothing(_ headers: [(String, String)], _ status: Int) async throws {
        let key = APIKey()
        try await Self.run({ $0.apiKeys = [key.entry(named: "one", scope: .control)] }) { port async throws in
            let answer = try await self.post(port, [("Authorization", "Bearer \(key.text)")] + headers)
            #expect(answer.status == status)
        }
        // Where this machine needs no key, a page in its browser is the one to fear.
        try await Self.run({ $0.environment = .development }) { port async throws in
            #expect(try await self.post(port, headers).status == status)
        }
    }

    @Test func limitsHowOftenOperatorsChangeSomething() async throws {
        try await Self.run({ $0.rateLimits.operatorControl = RateLimit(2, per: .seconds(36_000)) }) {
            port async throws in
            for index in 0..<4 { #expect(try await self.post(port).status == (index < 2 ? 200 : 429)) }
        }
    }
}
