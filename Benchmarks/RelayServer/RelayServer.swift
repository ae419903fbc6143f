// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import Logging
import SQLiteStore
import ServiceLifecycle
import Twilio
import UnixSignals

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The server as shipped, with a recogniser that only sends the audio on. Settings come from the environment:
/// `PORT`, `TWILIO_AUTH_TOKEN`, `PUBLIC_URL`, `DEEPGRAM_URL`, `DEEPGRAM_API_KEY`, `SQLITE_PATH`, `RELAY_BATCH`.
@main
enum RelayServer {
    private struct Answerless: Responder {
        let hints = SpeechHints()

        func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> CallCore.Response {
            .notUnderstood
        }
    }

    private struct Running: Service {
        let work: @Sendable () async -> Void

        func run() async throws {
            await cancelWhenGracefulShutdown { await self.work() }
        }
    }

    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        var logger = Logger(label: "relay")
        logger.logLevel = .warning
        let store = try SQLiteStore(path: environment["SQLITE_PATH"] ?? "relay.sqlite")
        var gathering = CallJournal.Configuration()
        gathering.gathering = .milliseconds(2)
        let journal = CallJournal(store: store, configuration: gathering, logger: logger)
        var policy = DialoguePolicy()
        policy.stillThereAfter = policy.longestCall
        var limits = CallSessionManager.Configuration()
        limits.maximumCalls = environment["MAX_CALLS"].flatMap { Int($0) } ?? 10_000
        limits.drainDeadline = .zero
        let manager = CallSessionManager(
            dialogue: Dialogue(prompts: DialoguePrompts(), policy: policy, responder: Answerless()),
            recogniser: RelayRecogniser(
                url:
                    "\(environment["DEEPGRAM_URL"] ?? "ws://127.0.0.1:9000")/v1/listen?encoding=mulaw&sample_rate=8000",
                key: environment["DEEPGRAM_API_KEY"] ?? "",
                batch: environment["RELAY_BATCH"].flatMap { Int($0) } ?? 1
            ),
            synthesiser: SilentSynthesiser(),
            journal: journal,
            configuration: limits,
            logger: logger
        )
        var gateway = GatewayConfiguration(authTokens: [AuthToken(environment["TWILIO_AUTH_TOKEN"] ?? "")])
        // The kit calls from one number; RATE_LIMITS=off of the real server.
        gateway.rateLimits = .off
        gateway.port = environment["PORT"].flatMap { Int($0) } ?? 8080
        gateway.publicURL = try environment["PUBLIC_URL"].map(PublicURL.init)
        gateway.environment = .test
        let services: [any Service] = [
            Running { await journal.run() }, try Gateway(gateway, manager: manager, logger: logger),
            Running { await manager.run() },
        ]
        let group = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}
