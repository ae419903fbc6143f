// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import InMemoryLogging
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// A gateway on a free port of this machine, with an in-memory store and engines without speech.
struct TestGateway: Sendable {
    static let publicURL = "https://voice.example.com"
    static let token = AuthToken("12345")
    static let sealer = TokenSealer([TestGateway.token])
    static let account = "AC0123456789abcdef0123456789abcdef"

    let port: Int
    let manager: CallSessionManager
    let store: any CallStore
    private let logs: InMemoryLogHandler
    private let services: ServiceGroup

    private init(
        port: Int,
        manager: CallSessionManager,
        store: any CallStore,
        logs: InMemoryLogHandler,
        services: ServiceGroup
    ) {
        self.port = port
        self.manager = manager
        self.store = store
        self.logs = logs
        self.services = services
    }

    var journal: CallJournal { self.manager.journal }

    struct Setup {
        var gateway: GatewayConfiguration
        var manager = CallSessionManager.Configuration()
        var journal = CallJournal.Configuration()
        var dialogue = Dialogue(prompts: .init(), policy: .init(), responder: EchoResponder())
        var recogniser: any SpeechRecogniser = ScriptedRecogniser([])
        var synthesiser: any SpeechSynthesiser = ToneSynthesiser(perLetter: .milliseconds(2))
        var store: any CallStore = InMemoryCallStore()
        var dialogues: [String: Dialogue] = [:]
        var carrier: (any CallCarrier)?
        var tracer: CallTracer?
        var metrics: any MetricsFactory = MetricsSystem.factory

        init() throws {
            self.gateway = GatewayConfiguration(authTokens: [TestGateway.token])
            self.gateway.port = 0
            self.gateway.publicURL = try PublicURL(TestGateway.publicURL)
            self.gateway.accountSID = AccountSID(TestGateway.account)
            self.gateway.environment = .test
            self.gateway.version = "1.2.3"
            // Tests call more often than people do; those of the limits set their own.
            self.gateway.rateLimits = .off
            self.gateway.refusalLines = .off
            // No test but those of several instances has anybody to wait for.
            self.gateway.webhooks.callWait = .zero
        }
    }

    /// Runs a gateway for as long as `body` takes; then shuts it down gracefully.
    static func run<Result: Sendable>(
        _ configure: (inout Setup) throws -> Void = { _ in },
        _ body: (TestGateway) async throws -> Result
    ) async throws -> Result {
        var setup = try Setup()
        try configure(&setup)
        let logs = InMemoryLogHandler()
        var logger = Logger(label: "test") { _ in logs }
        logger.logLevel = .debug
        let journal = CallJournal(store: setup.store, configuration: setup.journal, logger: logger)
        let manager = CallSessionManager(
            dialogue: setup.dialogue,
            dialogues: setup.dialogues,
            recogniser: setup.recogniser,
            synthesiser: setup.synthesiser,
            journal: journal,
            configuration: setup.manager,
            metrics: setup.metrics,
            tracer: setup.tracer,
            logger: logger
        )
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let gateway = try Gateway(
            setup.gateway,
            manager: manager,
            carrier: setup.carrier,
            metrics: setup.metrics,
            logger: logger
        ) { continuation.yield($0) }
        let services = ServiceGroup(
            services: [gateway],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await services.run()
            }
            group.addTask { await journal.run() }
            defer { group.cancelAll() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else {
                try await group.next()
                throw GatewayNeverRan()
            }
            let test = TestGateway(port: port, manager: manager, store: setup.store, logs: logs, services: services)
            let result = try await body(test)
            await services.triggerGracefulShutdown()
            return result
        }
    }

    struct GatewayNeverRan: Error {}

    func shutDown() async {
        await self.services.triggerGracefulShutdown()
    }

    /// The facts of every log line with that message.
    func lines(_ message: String) -> [[String: String]] {
        self.logs.entries.filter { "\($0.message)" == message }.map { $0.metadata.mapValues { "\($0)" } }
    }

    /// Everything that was logged.
    var logText: String {
        self.logs.entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n")
    }
}
