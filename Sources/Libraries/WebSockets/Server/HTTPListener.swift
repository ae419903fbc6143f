// SPDX-License-Identifier: Apache-2.0

public import HummingbirdCore
public import Logging
public import NIOCore
import NIOExtras
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Listens on a port and serves its connections with a Hummingbird child channel, as Hummingbird's own server does; and it
/// can share the port with another process, and leave it while its connections go on.
///
/// On a graceful shutdown it stops accepting, tells every connection to end, and returns when they have.
public final class HTTPListener<Child: ServerChildChannel>: Service {
    private struct State {
        var server: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var hasLeft = false
    }

    private let configuration: HTTPListenerConfiguration
    private let child: Child
    private let eventLoopGroup: any EventLoopGroup
    private let logger: Logger
    private let onRunning: @Sendable (any Channel) async -> Void
    private let state = Mutex(State())

    /// A listener that listens once it runs. Sockets live on `eventLoopGroup`, or on the process's own; `onRunning` is given
    /// the channel that listens.
    public init(
        _ configuration: HTTPListenerConfiguration,
        child: Child,
        eventLoopGroup: (any EventLoopGroup)? = nil,
        logger: Logger,
        onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.child = child
        self.eventLoopGroup = eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until it is cancelled or shut down gracefully. Throws what the system says if the address cannot be had.
    public func run() async throws {
        let quiescing = ServerQuiescingHelper(group: self.eventLoopGroup)
        let server = try await self.bind(quiescing)
        self.state.withLock { $0.server = server.channel }
        await withGracefulShutdownHandler {
            await self.onRunning(server.channel)
            await self.serve(server)
            // Whoever has left the port and has no connection any more is still asked to end.
            if self.state.withLock(\.hasLeft) { try? await gracefulShutdown() }
        } onGracefulShutdown: {
            quiescing.initiateShutdown(promise: nil)
        }
    }

    /// Leaves the port to another process: after `linger`, in which connections that were made already are accepted, it
    /// accepts nothing more. Connections go on; each request of theirs is answered with `Connection: close`.
    public func leavePort(after linger: Duration) async {
        let connections = self.state.withLock { state in
            state.hasLeft = true
            return Array(state.connections.values)
        }
        for channel in connections { Self.bidFarewell(channel) }
        try? await Task.sleep(for: linger)
        // It may be closed already.
        try? await self.state.withLock(\.server)?.close()
    }

    private static func bidFarewell(_ channel: any Channel) {
        channel.pipeline.fireUserInboundEventTriggered(HTTPEdgeEvent.lastAnswer)
    }

    private func bind(_ quiescing: ServerQuiescingHelper) async throws -> NIOAsyncChannel<Child.Value, Never> {
        let (child, logger, configuration) = (self.child, self.logger, self.configuration)
        var bootstrap = ServerBootstrap(group: self.eventLoopGroup)
            .serverChannelOption(.backlog, value: Int32(clamping: configuration.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let bound = MaximumAvailableConnections(configuration.maximumConnections)
                    try pipeline.addHandler(AvailableConnectionsChannelHandler(delegate: bound))
                    try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
                }
            }
        if configuration.sharesPort {
            bootstrap = bootstrap.serverChannelOption(.socketOption(SharedPort.option), value: 1)
        }
        let server = try await bootstrap.bind(host: configuration.host, port: configuration.port) { channel in
            child.setup(channel: channel, logger: logger)
        }
        if configuration.sharesPort { await SharedPort.takeOver(server.channel, logger: logger) }
        return server
    }

    private func serve(_ server: NIOAsyncChannel<Child.Value, Never>) async {
        await withDiscardingTaskGroup { tasks in
            do {
                try await server.executeThenClose { connections in
                    for try await connection in connections {
                        tasks.addTask { await self.serve(connection) }
                    }
                }
            } catch is CancellationError {
                // Ended at once, as it was asked to.
            } catch {
                self.logger.error("listening ended with an error", metadata: ["error": "\(error)"])
            }
        }
    }

    private func serve(_ connection: Child.Value) async {
        let channel = connection.channel
        let hasLeft = self.state.withLock { state in
            state.connections[ObjectIdentifier(channel)] = channel
            return state.hasLeft
        }
        if hasLeft { Self.bidFarewell(channel) }
        await self.child.handle(value: connection, logger: self.logger)
        self.state.withLock { $0.connections[ObjectIdentifier(channel)] = nil }
    }
}
