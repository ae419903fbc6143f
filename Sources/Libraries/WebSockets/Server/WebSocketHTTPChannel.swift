// SPDX-License-Identifier: Apache-2.0

public import HummingbirdCore
public import Logging
public import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// A Hummingbird child channel for HTTP/1.1 and WebSocket on one port, behind a hardened HTTP edge.
///
/// Any request of a connection may become a WebSocket, also a later one (a proxy with keep-alive does that). On a
/// graceful shutdown idle HTTP connections close, requests in progress are answered, and every WebSocket's delegate
/// hears `webSocketServerWillShutDown`; the server waits until they have ended.
public struct WebSocketHTTPChannel: ServerChildChannel, HTTPChannelHandler {
    /// Decides about a valid upgrade request. May await; ``HTTPEdgeConfiguration/upgradeTimeout`` bounds it.
    public typealias ShouldUpgrade = @Sendable (WebSocketUpgradeRequest) async throws -> WebSocketUpgradeDecision

    /// One connection, in the hands of the task that serves it.
    public struct Value: ServerChildChannelValue {
        /// The connection's channel.
        public let channel: any Channel
        let http: UnservedConnection
        let firstUse: EventLoopFuture<ConnectionUsage.FirstUse>
        let session: EventLoopFuture<ConnectionUsage.Session?>
    }

    /// Hummingbird's router, as a function.
    public let responder: HTTPChannelHandler.Responder
    /// The bounds of the HTTP edge.
    public let configuration: HTTPEdgeConfiguration
    private let shouldUpgrade: ShouldUpgrade

    /// Usually made by ``HummingbirdCore/HTTPServerBuilder/http1WebSocket(configuration:shouldUpgrade:)``.
    public init(
        responder: @escaping HTTPChannelHandler.Responder,
        configuration: HTTPEdgeConfiguration = HTTPEdgeConfiguration(),
        shouldUpgrade: @escaping ShouldUpgrade
    ) {
        self.responder = responder
        self.configuration = configuration
        self.shouldUpgrade = shouldUpgrade
    }

    /// Sets an accepted channel up; called by the server.
    public func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let usage = ConnectionUsage(eventLoop: channel.eventLoop)
            let edge = HTTPEdgeHandler(
                configuration: self.configuration,
                shouldUpgrade: self.shouldUpgrade,
                logger: logger,
                usage: usage,
                now: channel.eventLoop.now
            )
            do {
                return try self.addHandlers(edge, usage, to: channel)
            } catch {
                // The channel was closed meanwhile.
                usage.ended()
                throw error
            }
        }
    }

    private func addHandlers(
        _ edge: HTTPEdgeHandler,
        _ usage: ConnectionUsage,
        to channel: any Channel
    ) throws -> Value {
        let monitor = HTTPInputMonitor(edge: edge, maxRequestLine: self.configuration.maxRequestLine)
        edge.monitor = monitor
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(monitor)
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(HTTPParser.make(self.configuration))
        try pipeline.addHandler(edge)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        let http = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        return Value(channel: channel, http: UnservedConnection(http), firstUse: usage.firstUse, session: usage.session)
    }

    /// Serves a connection until it is closed; called by the server.
    ///
    /// Requests are answered on the connection's event loop; a handler that takes long leaves it by itself.
    public func handle(value: Value, logger: Logger) async {
        let executor = EventLoopTaskExecutor(value.channel.eventLoop)
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: executor) { await self.serveHTTP(value, logger) }
            do {
                if let session = try await value.session.get() {
                    try await session.session.run(session.handle)
                }
            } catch {
                logger.debug("WebSocket session ended with an error", metadata: ["error": "\(error)"])
            }
        }
    }

    private func serveHTTP(_ value: Value, _ logger: Logger) async {
        let http = value.http.take()
        do {
            switch try await value.firstUse.get() {
            case .http:
                await self.handleHTTP(asyncChannel: http, logger: logger)
            case .other:
                // Nothing for Hummingbird came: hold the asynchronous channel until the connection has ended.
                let channel = value.channel
                try await withTaskCancellationHandler {
                    try await http.executeThenClose { _, _ in try await channel.closeFuture.get() }
                } onCancel: {
                    channel.close(promise: nil)
                }
            }
        } catch {
            logger.debug("connection ended with an error", metadata: ["error": "\(error)"])
        }
    }
}
