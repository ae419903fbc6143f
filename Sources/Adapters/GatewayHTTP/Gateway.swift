// SPDX-License-Identifier: Apache-2.0

public import CallCore
import CoreMetrics
import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore
public import ServiceLifecycle
import Synchronization
import Twilio
import WebSockets

/// The door: Twilio's webhooks and media streams, what operators read, and health, on one port.
///
/// `GatewayHTTP` puts HTTP (Hummingbird) and WebSockets in front of a ``CallCore/CallSessionManager``. What it knows of a
/// call comes from there and from the journal's store.
///
/// ```swift
/// let gateway = try Gateway(configuration, manager: manager, logger: logger) { port in
///     print("listening on \(port)")
/// }
/// let services = ServiceGroup(services: [gateway], gracefulShutdownSignals: [.sigterm], logger: logger)
/// try await services.run()
/// ```
/// On a graceful shutdown it stops accepting, answers what it has, and closes the streams that are left with 1001, so
/// that Twilio asks what comes next. Drain the manager before that, while the gateway still answers.
public struct Gateway: Service {
    private let configuration: GatewayConfiguration
    private let operatorKeys: APIKeyRing
    private let manager: CallSessionManager
    private let carrier: (any CallCarrier)?
    private let eraser: any CallErasing
    private let eventLoopGroup: (any EventLoopGroup)?
    private let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void

    /// Creates a gateway; it listens once it runs.
    ///
    /// Without a `carrier` no calls are made, and none is moved whose stream is not here. Calls are erased by `eraser`, or
    /// in the journal's store alone. Sockets live on `eventLoopGroup`, or on the process's own; `onRunning` is told the bound port once requests are
    /// answered. Fails with ``GatewayError/Code/invalidConfiguration`` when a door would be left open.
    public init(
        _ configuration: GatewayConfiguration,
        manager: CallSessionManager,
        carrier: (any CallCarrier)? = nil,
        eraser: (any CallErasing)? = nil,
        eventLoopGroup: (any EventLoopGroup)? = nil,
        logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(GatewayError) {
        try configuration.check()
        self.configuration = configuration
        self.operatorKeys = try configuration.operatorKeys()
        self.manager = manager
        self.carrier = carrier
        self.eraser = eraser ?? manager.journal.store
        self.eventLoopGroup = eventLoopGroup
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until it is cancelled or shut down gracefully.
    ///
    /// Fails with ``GatewayError/Code/cannotListen`` when the address cannot be had.
    public func run() async throws {
        let isRunning = Atomic(false)
        do {
            try await self.buildApplication { isRunning.store(true, ordering: .relaxed) }.run()
        } catch  where !isRunning.load(ordering: .relaxed) && !(error is CancellationError) {
            throw GatewayError(
                .cannotListen,
                "Cannot listen on \(self.configuration.host):\(self.configuration.port): is the port taken?",
                cause: error
            )
        }
    }
}

extension Gateway: CustomStringConvertible {
    /// Where it listens. Whoever runs services logs them, and the configuration holds keys.
    public var description: String { "Gateway(\(self.configuration.host):\(self.configuration.port))" }
}

// MARK: - Putting it together

extension Gateway {
    func buildApplication(started: @escaping @Sendable () -> Void = {}) -> some ApplicationProtocol {
        let address = GatewayAddress(self.configuration)
        let limits = RequestLimits(self.configuration.rateLimits, proxies: self.configuration.trustedProxies)
        let sealer = TokenSealer(self.configuration.authTokens)
        let gate = StreamGate(
            self.configuration,
            address: address,
            limits: limits,
            sealer: sealer,
            manager: self.manager,
            logger: self.logger
        )
        let onRunning = self.onRunning
        return Application(
            router: self.buildRouter(address: address, limits: limits, sealer: sealer),
            server: .http1WebSocket(configuration: self.edge, shouldUpgrade: gate.decide),
            configuration: ApplicationConfiguration(
                address: .hostname(self.configuration.host, port: self.configuration.port),
                backlog: self.configuration.backlog,
                availableConnectionsDelegate: MaximumAvailableConnections(self.configuration.maximumConnections)
            ),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? self.configuration.port
                address.bound(toPort: port)
                started()
                await onRunning(port)
            },
            eventLoopGroupProvider: self.eventLoopGroup.map { .shared($0) } ?? .singleton,
            logger: self.logger
        )
    }

    private var edge: HTTPEdgeConfiguration {
        var edge = self.configuration.edge
        let onRefusal = edge.onRefusal
        edge.onRefusal = { refusal in
            GatewayMetrics.edgeRefused(reason: refusal.reason.rawValue).increment()
            onRefusal(refusal)
        }
        edge.answerFields += SafetyHeaders.fields(isSecure: self.configuration.publicURL?.isSecure == true)
        edge.admit = edge.admit ?? ConnectionGate(self.configuration).admit
        return edge
    }

    private func buildRouter(
        address: GatewayAddress,
        limits: RequestLimits,
        sealer: TokenSealer
    ) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.add(middleware: RequestObserver())
        let dialler = self.carrier.map { carrier in
            Self.buildDialler(
                self.configuration,
                carrier,
                manager: self.manager,
                address: address,
                logger: self.logger
            )
        }
        let webhooks = WebhookRoutes(
            self.configuration,
            address: address,
            limits: limits,
            sealer: sealer,
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
            version: self.configuration.version,
            startedAt: .now
        )
        router.route(GatewayPath.health, .get, use: health.health)
        router.route(GatewayPath.ready, .get, use: health.ready)

        let calls = OperatorRoutes(self.manager.journal.reader, limits: self.configuration.reading)
        let access = OperatorAccess(self.configuration, keys: self.operatorKeys, limits: limits)
        router.group().add(middleware: OperatorGuard(access, .read)).add(middleware: AwayFromEventLoop())
            .route(GatewayPath.calls, .get, besides: [.post], use: calls.calls)
            .route(GatewayPath.export, .get, use: calls.export)
            .route(GatewayPath.calls + "/:sid", .get, besides: [.delete], use: calls.call)
            .route(GatewayPath.calls + "/:sid/transcript", .get, use: calls.transcript)
            .route(GatewayPath.search, .get, use: calls.search)
        let erasing = ErasingRoutes(self.manager.journal.reader, self.eraser, limits: self.configuration.reading)
        router.group().add(middleware: OperatorGuard(access, .admin)).add(middleware: AwayFromEventLoop())
            .also(GatewayPath.calls + "/:sid", .delete, use: erasing.call)
            .route(GatewayPath.callers + "/:number", .delete, use: erasing.caller)
        let control = ControlRoutes(self.configuration, address: address, manager: self.manager, dialler: dialler)
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
