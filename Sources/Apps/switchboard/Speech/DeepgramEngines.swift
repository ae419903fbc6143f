// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import Deepgram
import DeepgramSpeech
import Logging
import NIOCore
import NIOPosix
import Resilience
import SpeechCache

/// Deepgram's ears and voice as the settings describe them, with what stands in when it is away.
struct DeepgramEngines {
    private let configuration: ServerConfiguration
    private let access: DeepgramAccess
    private let endpoint: DeepgramEndpoint
    private let credential: DeepgramCredential
    private let texts: [String]
    private let logger: Logger
    private let reach = DeepgramReach()
    private let eventLoops = MultiThreadedEventLoopGroup.singleton

    /// Checks address and key. Throws ``ConfigurationProblems``.
    init(_ configuration: ServerConfiguration, texts: [String], logger: Logger) throws {
        self.configuration = configuration
        self.access = configuration.deepgram
        self.texts = texts
        self.logger = logger
        self.endpoint = try Self.checked(.deepgramURL) { () throws(DeepgramError) in
            try DeepgramEndpoint(configuration.deepgram.url, allowingPlaintext: true)
        }
        self.credential = try Self.checked(.deepgramKey) { () throws(DeepgramError) in
            try DeepgramCredential(configuration.deepgram.key)
        }
    }

    /// Builds the engines. Throws ``CallCore/SpeechError`` or ``ConfigurationProblems``.
    func engines() throws -> SpeechEngines {
        let offline = try self.standIns()
        let guarded = try self.guarded()
        let pool = self.pool(guarded)
        let http = HTTPClient(
            eventLoopGroupProvider: .shared(self.eventLoops),
            configuration: SpeakClient.httpConfiguration(
                connections: self.access.speakRequests,
                connectTime: self.access.connectTime
            )
        )
        let ears = self.recogniser(guarded, pool)
        let sockets = try self.speakPool()
        let aura = self.synthesiser(http, sockets)
        let cache = self.cache(around: aura)
        return SpeechEngines(
            recogniser: offline.map { FallbackRecogniser(ears, then: $0.recogniser, logger: self.logger) } ?? ears,
            synthesiser: self.voice(cache, aura, offline),
            services: [
                DeepgramService(
                    pool: pool,
                    http: http,
                    speaking: sockets,
                    cache: cache,
                    prerendered: self.texts.map {
                        SynthesisRequest(text: $0, voice: self.configuration.voice, isReusable: true)
                    },
                    eventLoops: self.eventLoops,
                    logger: self.logger
                )
            ],
            deepgram: { [reach] in reach.finding(guarded.circuit.snapshot) }
        )
    }

    private static func checked<Value>(
        _ setting: Setting,
        _ make: () throws(DeepgramError) -> Value
    ) throws(ConfigurationProblems) -> Value {
        do {
            return try make()
        } catch {
            throw ConfigurationProblems(
                problems: [ConfigurationProblem(subject: setting.name, message: error.message)]
            )
        }
    }
}

// MARK: - Ears

extension DeepgramEngines {
    private func guarded() throws -> GuardedDialler {
        var client = ListenClientConfiguration()
        client.connectTimeout = self.access.connectTime
        client.upgradeTimeout = self.access.connectTime
        // After an outage as long as the ring, Deepgram needs so long for what it is sent at the hang-up.
        client.drainTimeout = max(client.drainTimeout, self.access.ring)
        var limits = GuardedDiallerConfiguration()
        limits.connectsPerSecond = self.access.connectsPerSecond
        limits.maxConnections = self.access.maximumConnections
        let metrics = ListenMetrics(engine: "deepgram", logger: self.logger)
        return GuardedDialler(
            over: try Self.checked(.deepgramURL) { () throws(DeepgramError) in
                try ListenClient(endpoint: self.endpoint, credential: self.credential, configuration: client)
            },
            configuration: limits,
            onEvent: self.listener(metrics)
        )
    }

    private func pool(_ guarded: GuardedDialler) -> ListenPool {
        let loops = Array(self.eventLoops.makeIterator())
        var limits = ListenPoolConfiguration()
        limits.minimumIdle = (self.access.poolMinimum + loops.count - 1) / loops.count
        limits.maximumIdle = max(limits.minimumIdle, (self.access.poolMaximum + loops.count - 1) / loops.count)
        limits.totalIdle = self.access.poolMaximum
        limits.maximumAge = self.access.poolAge
        limits.reuse = self.access.reusesConnections
        let metrics = ListenMetrics(engine: "deepgram", logger: self.logger)
        return ListenPool(over: guarded, eventLoops: loops, configuration: limits, onEvent: self.listener(metrics))
    }

    /// Connections are counted, and health learns from them.
    private func listener(_ metrics: ListenMetrics) -> @Sendable (ListenEvent) -> Void {
        { [reach] event in
            metrics.note(event)
            reach.note(event)
        }
    }

    private func recogniser(_ guarded: GuardedDialler, _ pool: ListenPool) -> DeepgramRecogniser {
        guard self.access.poolMinimum > 0 else {
            return DeepgramRecogniser(
                dialler: guarded,
                configuration: self.access.recognition,
                circuit: guarded.circuit,
                logger: self.logger
            )
        }
        return DeepgramRecogniser(
            dialler: pool,
            configuration: self.access.recognition,
            circuit: guarded.circuit,
            warm: { pool.warm($0) },
            logger: self.logger
        )
    }
}

// MARK: - Voice

extension DeepgramEngines {
    /// The sockets to speak over, where the settings want sockets.
    private func speakPool() throws -> SpeakPool? {
        guard self.access.speaking == .webSocket else { return nil }
        return try Self.checked(.deepgramURL) { () throws(DeepgramError) in try SpeakPool(access: self.speakAccess) }
    }

    private var speakAccess: SpeakAccess { SpeakAccess(endpoint: self.endpoint, credential: self.credential) }

    private func synthesiser(_ http: HTTPClient, _ sockets: SpeakPool?) -> DeepgramSynthesiser? {
        guard self.access.speaking != .off else { return nil }
        var settings = DeepgramSynthesiser.Configuration()
        settings.concurrentRequests = self.access.speakRequests
        settings.parameters.optsOutOfTraining = self.access.optsOutOfTraining
        return DeepgramSynthesiser(
            service: sockets ?? SpeakClient(http: http, access: self.speakAccess),
            breaker: CircuitBreaker(name: "deepgram_speak", onTransition: ListenMetrics.breaker("deepgram_speak")),
            configuration: settings
        )
    }

    private func cache(around aura: DeepgramSynthesiser?) -> CachedSynthesiser? {
        guard let aura, self.configuration.speechCache.memory > 0 else { return nil }
        var settings = CachedSynthesiser.Configuration()
        settings.memoryBytes = self.configuration.speechCache.memory
        settings.diskBytes = self.configuration.speechCache.disk
        settings.folder = self.configuration.speechCache.folder
        settings.identity = SpeakParameters().voice
        return CachedSynthesiser(aura, configuration: settings, logger: self.logger)
    }
}

// MARK: - What stands in

extension DeepgramEngines {
    /// The embedded engines, where the settings want them.
    private func standIns() throws -> SpeechEngines? {
        guard self.configuration.speechFallback == .offline || self.access.speaking == .off else { return nil }
        do {
            return try SpeechEngines.offline(self.configuration, logger: self.logger)
        } catch  where self.access.speaking != .off {
            // Calls are still looked after: Twilio asks the questions then.
            self.logger.warning("no embedded engines to fall back on", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func voice(
        _ cache: CachedSynthesiser?,
        _ aura: DeepgramSynthesiser?,
        _ offline: SpeechEngines?
    )
        -> any SpeechSynthesiser
    {
        let first: (any SpeechSynthesiser)? = cache ?? aura
        guard let offline else { return first ?? SilentSynthesiser() }
        guard let first else { return offline.synthesiser }
        return FallbackSynthesiser(first, then: offline.synthesiser, logger: self.logger)
    }
}
