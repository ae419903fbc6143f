// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
public import NIOCore
import NIOSSL
import Synchronization
import WebSockets

/// Deepgram's Aura over WebSockets, which are kept for the next text of the same voice on the same event loop.
///
/// A connection has one text at a time; it is opened when a text finds none that is free, and used again for as long as
/// Deepgram's limits allow: characters and `Flush` per minute, 60 minutes in all. A text that is not wanted any more is
/// cleared, and what comes until Deepgram confirms that belongs to nobody.
/// <https://developers.deepgram.com/docs/streaming-text-to-speech>
public final class SpeakPool: SpeakService {
    /// The connections of one event loop that are free.
    private final class Shelf {
        var idle: [String: [SpeakConnection]] = [:]
    }

    private let access: SpeakAccess
    private let limits: SpeakLimits
    private let configuration: SpeakPoolConfiguration
    private let settings: WebSocketClientConfiguration
    private let shelves = Mutex<[ObjectIdentifier: NIOLoopBound<Shelf>]>([:])

    /// Creates a pool without connections. Fails with ``DeepgramError/Code/invalidParameters`` when TLS cannot be set up.
    public init(
        access: SpeakAccess,
        limits: SpeakLimits = SpeakLimits(),
        configuration: SpeakPoolConfiguration = SpeakPoolConfiguration()
    ) throws(DeepgramError) {
        self.access = access
        self.limits = limits
        self.configuration = configuration
        var webSocket = WebSocketConfiguration()
        webSocket.limits = WebSocketLimits(
            maxMessageSize: configuration.longestMessage,
            maxFrameSize: configuration.longestMessage
        )
        self.settings = WebSocketClientConfiguration(
            webSocket: webSocket,
            connectTimeout: configuration.connectTime,
            upgradeTimeout: configuration.connectTime,
            tlsContext: try ListenClientConfiguration().tlsContext()
        )
    }

    /// Has a text spoken on a connection that is free, or on a new one.
    public func speak(
        _ text: String,
        _ parameters: SpeakParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        deliver: @escaping (SpeakEvent) -> Void
    ) -> any SpeakTask {
        eventLoop.preconditionInEventLoop()
        let utterance = SpeakUtterance(text, limits: self.limits, on: eventLoop, deliver: deliver)
        do throws(DeepgramError) {
            try parameters.validate()
        } catch {
            let bound = NIOLoopBound(utterance, eventLoop: eventLoop)
            eventLoop.execute { bound.value.end(error) }
            return utterance
        }
        self.connection(for: utterance, parameters.socketTarget, in: trace, on: eventLoop).speak(utterance)
        return utterance
    }

    /// Closes the connections that are free, on this event loop; those that speak are closed when they have ended.
    public func close(on eventLoop: any EventLoop) {
        eventLoop.preconditionInEventLoop()
        let shelf = self.shelf(on: eventLoop)
        let connections = shelf.idle.values.flatMap(\.self)
        shelf.idle = [:]
        for connection in connections { connection.leave() }
    }

    private func shelf(on eventLoop: any EventLoop) -> Shelf {
        let bound = self.shelves.withLock { shelves in
            if let shelf = shelves[ObjectIdentifier(eventLoop)] { return shelf }
            let shelf = NIOLoopBound(Shelf(), eventLoop: eventLoop)
            shelves[ObjectIdentifier(eventLoop)] = shelf
            return shelf
        }
        return bound.value
    }

    private func connection(
        for utterance: SpeakUtterance,
        _ target: String,
        in trace: TraceContext?,
        on eventLoop: any EventLoop
    ) -> SpeakConnection {
        let shelf = self.shelf(on: eventLoop)
        let idle = shelf.idle[target, default: []]
        if let index = idle.lastIndex(where: { $0.machine.takes(utterance.characters, at: eventLoop.now) }) {
            return shelf.idle[target, default: []].remove(at: index)
        }
        let most = self.configuration.idleConnections
        let connection = SpeakConnection(
            host: self.access.endpoint.host,
            configuration: self.configuration,
            on: eventLoop,
            isFree: { [weak shelf] connection in
                guard let shelf, shelf.idle[target, default: []].count < most else { return connection.leave() }
                shelf.idle[target, default: []].append(connection)
                connection.rest()
            },
            isGone: { [weak shelf] connection in shelf?.idle[target]?.removeAll { $0 === connection } }
        )
        let headers: HTTPFields = self.access.authorization.map { [.authorization: $0] } ?? HTTPFields()
        connection.dial(self.access.endpoint.webSocketURL(target), headers.adding(trace), self.settings)
        return connection
    }
}
