// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Hummingbird
import Logging
import Twilio
import WebSockets

/// How a gateway is put together from its parts.
struct GatewayPlan: Sendable {
    let configuration: GatewayConfiguration
    let operatorKeys: APIKeyRing
    let manager: CallSessionManager
    let carrier: (any CallCarrier)?
    let eraser: any CallErasing
    let logger: Logger
    let address: GatewayAddress
    let events: LiveEventHub
    private let limits: RequestLimits
    private let refusals: RefusalLog
    private let metrics: GatewayMetrics
    private let sealer: TokenSealer

    init(
        _ configuration: GatewayConfiguration,
        operatorKeys: APIKeyRing,
        manager: CallSessionManager,
        carrier: (any CallCarrier)?,
        eraser: any CallErasing,
        metrics: any MetricsFactory = MetricsSystem.factory,
        logger: Logger
    ) {
        self.configuration = configuration
        self.operatorKeys = operatorKeys
        self.manager = manager
        self.carrier = carrier
        self.eraser = eraser
        self.logger = logger
        self.address = GatewayAddress(configuration)
        self.metrics = GatewayMetrics(factory: metrics)
        self.events = LiveEventHub(manager.journal, limits: configuration.events, metrics: self.metrics)
        self.refusals = RefusalLog(configuration.refusalLines, metrics: self.metrics)
        self.limits = RequestLimits(
            configuration.rateLimits,
            proxies: configuration.trustedProxies,
            refusals: self.refusals
        )
        self.sealer = TokenSealer(configuration.authTokens)
    }

    /// Where and how much the gateway listens.
    var listening: HTTPListenerConfiguration {
        var listening = HTTPListenerConfiguration(host: self.configuration.host, port: self.configuration.port)
        listening.backlog = self.configuration.backlog
        listening.maximumConnections = self.configuration.maximumConnections
        listening.sharesPort = self.configuration.sharesPort
        return listening
    }

    /// What serves a connection: requests by the routes, upgrades by the gate.
    func makeChannel() -> WebSocketHTTPChannel {
        let gate = StreamGate(
            self.configuration,
            address: self.address,
            limits: self.limits,
            sealer: self.sealer,
            manager: self.manager,
            logger: self.logger
        )
        let responder = GatewayResponder(self.makeRouter().buildResponder(), logger: self.logger)
        return WebSocketHTTPChannel(
            responder: responder.respond,
            configuration: self.edge,
            shouldUpgrade: gate.decide
        )
    }

    private var edge: HTTPEdgeConfiguration {
        var edge = self.configuration.edge
        let onRefusal = edge.onRefusal
        let (refusals, metrics, logger) = (self.refusals, self.metrics, self.logger)
        edge.onRefusal = { refusal in
            metrics.edgeRefused(reason: refusal.reason.rawValue).increment()
            refusals.tell(refusal, to: logger)
            onRefusal(refusal)
        }
        edge.answerFields += SafetyHeaders.fields(isSecure: self.configuration.publicURL?.isSecure == true)
        edge.admit = edge.admit ?? ConnectionGate(self.configuration).admit
        return edge
    }

    func makeRouter() -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.add(middleware: RequestObserver(refusals: self.refusals, tracer: self.manager.tracer))
        let dialler = self.makeDialler()
        let webhooks = WebhookRoutes(
            self.configuration,
            address: self.address,
            limits: self.limits,
            sealer: self.sealer,
            manager: self.manager,
            dialler: dialler
        )
        router.route(GatewayPath.incoming, .post, use: webhooks.incoming)
        router.route(GatewayPath.next, .post, use: webhooks.next)
        router.route(GatewayPath.status, .post, use: webhooks.status)
        router.route(GatewayPath.streamStatus, .post, use: webhooks.streamStatus)
        router.route(GatewayPath.gather, .post, use: webhooks.gather)
        router.route(GatewayPath.transfer, .post, use: webhooks.transfer)
        router.route(GatewayPath.whisper, .post, use: webhooks.whisper)
        router.route(GatewayPath.queue, .post, use: webhooks.queue)
        router.route(GatewayPath.recording, .post, use: webhooks.recording)
        router.route(GatewayPath.machine, .post, use: webhooks.machine)
        router.route(GatewayPath.fallback, .post, use: webhooks.fallback)
        for door in StreamDoor.allCases {
            router.route(door.path + ":token", .get) { _, _ in throw Problem.upgradeRequired }
        }

        let health = HealthRoutes(
            manager: self.manager,
            sources: self.configuration.health,
            version: self.configuration.version
        )
        for path in [GatewayPath.health] + GatewayPath.healthAliases { router.route(path, .get, use: health.health) }
        for path in [GatewayPath.ready, GatewayPath.readyAlias] { router.route(path, .get, use: health.ready) }

        let calls = OperatorRoutes(
            self.manager.journal.reader,
            limits: self.configuration.reading,
            metrics: self.metrics
        )
        let access = OperatorAccess(self.configuration, keys: self.operatorKeys, limits: self.limits)
        router.group().add(middleware: OperatorGuard(access, .read)).add(middleware: AwayFromEventLoop())
            .route(GatewayPath.calls, .get, besides: [.post], use: calls.calls)
            .route(GatewayPath.export, .get, use: calls.export)
            .route(GatewayPath.calls + "/:sid", .get, besides: [.delete], use: calls.call)
            .route(GatewayPath.calls + "/:sid/transcript", .get, use: calls.transcript)
            .route(GatewayPath.search, .get, use: calls.search)
            .route(GatewayPath.events, .get, use: LiveEventRoutes(hub: self.events).events)
        let exposition = MetricsRoutes(write: self.configuration.metrics)
        router.group().add(middleware: OperatorGuard(access, .monitor)).add(middleware: AwayFromEventLoop())
            .route(GatewayPath.metrics, .get, use: exposition.metrics)
            .route(GatewayPath.healthDetailed, .get, use: health.detailed)
        let erasing = ErasingRoutes(
            self.manager.journal.reader,
            self.eraser,
            limits: self.configuration.reading,
            metrics: self.metrics
        )
        router.group().add(middleware: OperatorGuard(access, .admin)).add(middleware: AwayFromEventLoop())
            .also(GatewayPath.calls + "/:sid", .delete, use: erasing.call)
            .route(GatewayPath.callers + "/:number", .delete, use: erasing.caller)
        if let levels = self.configuration.logLevels {
            let routes = LogLevelRoutes(levels: levels)
            router.group().add(middleware: OperatorGuard(access, .admin))
                .route(GatewayPath.logLevels, .get, besides: [.put], use: routes.show)
                .also(GatewayPath.logLevels, .put, use: routes.set)
        }
        let control = ControlRoutes(self.configuration, address: self.address, manager: self.manager, dialler: dialler)
        router.group().add(middleware: OperatorGuard(access, .control))
            .also(GatewayPath.calls, .post, use: control.dial)
            .route(GatewayPath.calls + "/:sid/hangup", .post, use: control.hangUp)
            .route(GatewayPath.calls + "/:sid/transfer", .post, use: control.transfer)
            .route(GatewayPath.calls + "/:sid/say", .post, use: control.say)
            .route(GatewayPath.calls + "/:sid/hold", .post, use: control.hold)
            .route(GatewayPath.calls + "/:sid/resume", .post, use: control.resume)
        return router
    }
}
