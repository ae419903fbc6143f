// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import CoreMetrics
public import Logging
public import NIOCore
public import ServiceLifecycle
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
    private let listener: HTTPListener<WebSocketHTTPChannel>
    private let events: LiveEventHub

    /// Creates a gateway; it listens once it runs.
    ///
    /// Without a `carrier` no calls are made, and none is moved whose stream is not here. Calls are erased by `eraser`, or
    /// in the journal's store alone. Sockets live on `eventLoopGroup`, or on the process's own; what happens is counted by
    /// `metrics`, whose series are kept; `onRunning` is told the bound port once requests are answered. Fails with
    /// ``GatewayError/Code/invalidConfiguration`` when a door would be left open.
    public init(
        _ configuration: GatewayConfiguration,
        manager: CallSessionManager,
        carrier: (any CallCarrier)? = nil,
        eraser: (any CallErasing)? = nil,
        eventLoopGroup: (any EventLoopGroup)? = nil,
        metrics: any MetricsFactory = MetricsSystem.factory,
        logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(GatewayError) {
        try configuration.check()
        let plan = GatewayPlan(
            configuration,
            operatorKeys: try configuration.operatorKeys(),
            manager: manager,
            carrier: carrier,
            eraser: eraser ?? manager.journal.store,
            metrics: metrics,
            logger: logger
        )
        self.configuration = configuration
        self.events = plan.events
        self.listener = HTTPListener(
            plan.listening,
            child: plan.makeChannel(),
            eventLoopGroup: eventLoopGroup,
            logger: logger,
            onRunning: { channel in
                let port = channel.localAddress?.port ?? configuration.port
                plan.address.bound(toPort: port)
                await onRunning(port)
            }
        )
    }

    /// Serves until it is cancelled or shut down gracefully.
    ///
    /// Fails with ``GatewayError/Code/cannotListen`` when the address cannot be had.
    public func run() async throws {
        do {
            try await self.serve()
        } catch  where !(error is CancellationError) {
            throw GatewayError(
                .cannotListen,
                "Cannot listen on \(self.configuration.host):\(self.configuration.port): is the port taken?",
                cause: error
            )
        }
    }

    /// Whoever watches live events would hold the shutdown up: they are sent away when it begins.
    private func serve() async throws {
        let (listener, events) = (self.listener, self.events)
        let stored = events.subscribe()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await events.run(stored) }
            try await withGracefulShutdownHandler {
                try await listener.run()
            } onGracefulShutdown: {
                events.finish()
            }
            tasks.cancelAll()
        }
    }

    /// Leaves the port to the process that shares it (``GatewayConfiguration/sharesPort``): no new connections after half a
    /// second, those that are open go on, streams above all. Without one that shares it nothing changes.
    public func leavePort() async {
        guard self.configuration.sharesPort else { return }
        await self.listener.leavePort(after: .milliseconds(500))
    }
}

extension Gateway: CustomStringConvertible {
    /// Where it listens. Whoever runs services logs them, and the configuration holds keys.
    public var description: String { "Gateway(\(self.configuration.host):\(self.configuration.port))" }
}
