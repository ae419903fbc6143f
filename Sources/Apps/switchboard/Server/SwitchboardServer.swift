// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import Logging
import ServiceLifecycle
import Synchronization
import TwilioCarrier
import TwilioREST
import UnixSignals

/// Everything that runs when the server runs, built from one configuration.
///
/// All wiring is here. Services are shut down in reverse order, each when the one before it has ended: first calls are
/// drained, while HTTP still answers what comes next; then HTTP stops; then the journal stores the rest.
final class SwitchboardServer: Sendable {
    let configuration: ServerConfiguration
    let journal: CallJournal
    let manager: CallSessionManager
    /// Whether the machine keeps up.
    let load: OverloadGuard
    let storage: Storage
    let keyFile: KeyFile?
    /// What is read at `/api/metrics`; `nil` where nothing is counted.
    let metrics: ServerMetrics?
    let speechServices: [any Service]
    let traces: Traces?
    let logger: Logger
    /// What is known of Deepgram, if it is used.
    let deepgram: (@Sendable () -> HealthFinding)?
    /// Who watches the event loops, once somebody does.
    let loops = Mutex<LoopWatch?>(nil)
    /// The process's log, if it is ours; its parts have loggers of their own then.
    let logs: Logs?
    private let running = Mutex<ServiceGroup?>(nil)

    /// Opens the store, loads the engines and prepares them for the dialogue. Throws ``ConfigurationProblems``,
    /// ``CallCore/StoreError`` or ``CallCore/SpeechError``. `traces` were started before, or there are none.
    init(
        _ configuration: ServerConfiguration,
        metrics: ServerMetrics? = nil,
        traces: Traces? = nil,
        logger: Logger,
        logs: Logs? = nil
    ) async throws {
        let part: (LogComponent) -> Logger = { logs?.logger($0) ?? logger }
        let dialogue = try Self.prepared(Dialogues.load(configuration), configuration)
        let dialogues = try Dialogues.loadFurther(configuration).mapValues { Self.prepared($0, configuration) }
        let engines = try SpeechEngines.make(configuration, logger: part(.speech))
        for dialogue in [dialogue] + dialogues.values {
            try await engines.recogniser.prepare(dialogue.responder.hints)
        }
        let storage = try await Storage.open(configuration, logger: part(.store))
        var limits = CallSessionManager.Configuration()
        limits.maximumCalls = configuration.maximumCalls
        limits.drainDeadline = configuration.drain
        limits.closingGroup = configuration.closingGroup
        limits.session.voice = configuration.voice
        self.configuration = configuration
        self.metrics = metrics
        metrics?.show(callLimit: configuration.maximumCalls)
        self.keyFile = try configuration.apiKeysFile.map { try KeyFile(path: $0) }
        self.logger = logger
        self.logs = logs
        self.storage = storage
        self.speechServices = engines.services
        self.deepgram = engines.deepgram
        self.traces = traces
        var gathering = CallJournal.Configuration()
        gathering.gathering = .milliseconds(2)
        self.journal = CallJournal(store: storage.store, configuration: gathering, logger: part(.store))
        let load = OverloadGuard(bounds: configuration.upkeep.bounds, logger: part(.calls))
        self.load = load
        self.manager = CallSessionManager(
            dialogue: dialogue,
            dialogues: dialogues,
            recogniser: engines.recogniser,
            synthesiser: engines.synthesiser,
            journal: self.journal,
            configuration: limits,
            isOverloaded: { load.isOverloaded },
            logger: part(.calls)
        )
    }

    /// Runs until a signal or a cancellation; returns when everything is stored. With `handlesSignals`, SIGTERM and SIGINT
    /// shut down gracefully, and at the second one at once. `onReady` is called once, with the port, when calls can come.
    func run(handlesSignals: Bool, onReady: @escaping @Sendable (Int) async -> Void) async throws {
        let client = try TwilioAPI.client(self.configuration)
        // Until everything is stored: a SIGHUP that nobody traps ends the process.
        let hangups = handlesSignals ? await UnixSignalsSequence(trapping: .sighup) : nil
        defer { withExtendedLifetime(hangups) {} }
        do {
            try await self.run(client, hangups, handlesSignals: handlesSignals, onReady: onReady)
        } catch {
            try await client?.shutdown()
            throw error
        }
        try await client?.shutdown()
        try await self.storage.close()
    }

    /// A call whose making is in doubt is looked for and never ordered again by itself: whoever ordered it is told.
    private static func carrier(_ client: TwilioClient) -> TwilioCarrier {
        TwilioCarrier(client: client, search: CallSearch(repeats: 0))
    }

    private func run(
        _ client: TwilioClient?,
        _ hangups: UnixSignalsSequence?,
        handlesSignals: Bool,
        onReady: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let carrier = client.map(Self.carrier)
        let monitor = self.healthMonitor(client)
        let gateway = try Gateway(
            self.gatewayConfiguration(monitor),
            manager: self.manager,
            carrier: carrier,
            logger: self.logger(.gateway),
            onRunning: onReady
        )
        let services = self.services(gateway, monitor, carrier, hangups: hangups)
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                logger: self.logger
            )
        )
        self.running.withLock { $0 = group }
        try await ShutdownSignals.run(group, handlesSignals: handlesSignals, logger: self.logger) {
            // Not ready at once, whichever service is told first.
            self.manager.beginDraining()
        }
    }

    /// Shuts down gracefully, as a signal would; ``run(handlesSignals:onReady:)`` returns when that is done.
    func shutDown() async {
        await self.running.withLock(\.self)?.triggerGracefulShutdown()
    }

    private static func prepared(_ dialogue: Dialogue, _ configuration: ServerConfiguration) -> Dialogue {
        var dialogue = dialogue
        switch configuration.speech {
        case .none:
            // Nobody can be heard, so silence means nothing.
            dialogue.policy.stillThereAfter = dialogue.policy.longestCall
        case .deepgram where configuration.speechFallback == .person:
            dialogue.policy.overflow = .handover
        case .deepgram where configuration.speechFallback == .gather:
            dialogue.policy.overflow = .gather
        case .deepgram, .offline:
            break
        }
        return dialogue
    }
}
