// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens WebSockets to servers, `ws:` and `wss:`.
///
/// On an event loop, for hot paths:
/// ```swift
/// WebSocketClient.connect(to: url, on: eventLoop) { _ in Recogniser() }
///     .whenFailure { error in … }
/// ```
/// As an `AsyncSequence`, for everybody else:
/// ```swift
/// try await WebSocketClient.withConnection(to: url) { inbound, outbound in
///     try await outbound.write(.text("hello"))
///     for try await message in inbound { … }
/// }
/// ```
/// Every failure is a ``WebSocketError``; a server that answers with another status than 101 is
/// ``WebSocketError/Code/refused``, with status, headers and the beginning of the body in ``WebSocketError/refusal``.
public enum WebSocketClient {
    /// Connects; the delegate is made on `eventLoop` when the upgrade has succeeded, and lives there.
    ///
    /// The future succeeds right after `webSocketDidOpen`. When it fails, no delegate was made and nothing is left open.
    public static func connect(
        to url: String,
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketClientConfiguration = WebSocketClientConfiguration(),
        on eventLoop: any EventLoop,
        makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) -> EventLoopFuture<Void> {
        self.connect(to: url, headers, configuration, on: eventLoop, prepare: { _ in }, makeDelegate: makeDelegate)
    }

    /// Connects with a delegate that lives on `eventLoop` already. Must be called there.
    ///
    /// `prepare` sees each channel on `eventLoop` before it connects; there is one for each address that is tried. It may
    /// set socket options, and keep the channel to close it, which ends the attempt at once. When it throws, the attempt
    /// fails.
    public static func connect(
        to url: String,
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketClientConfiguration = WebSocketClientConfiguration(),
        on eventLoop: any EventLoop,
        prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in },
        delegate: any WebSocketDelegate
    ) -> EventLoopFuture<Void> {
        let delegate = NIOLoopBound(delegate, eventLoop: eventLoop)
        return self.connect(to: url, headers, configuration, on: eventLoop, prepare: prepare) { _ in delegate.value }
    }

    static func connect(
        to url: String,
        _ headers: HTTPFields,
        _ configuration: WebSocketClientConfiguration,
        on eventLoop: any EventLoop,
        resolver: (any Resolver & Sendable)? = nil,
        prepare: @escaping @Sendable (any Channel) throws -> Void,
        makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) -> EventLoopFuture<Void> {
        let opened = eventLoop.makePromise(of: Void.self)
        do throws(WebSocketError) {
            let url = try WebSocketURL(url)
            let tls = try self.tlsContext(url, configuration)
            let bootstrap = ClientBootstrap(group: eventLoop)
                .connectTimeout(TimeAmount(configuration.connectTimeout))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .resolver(resolver)
                .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try prepare(channel) } }
            bootstrap.connect(host: url.host, port: url.port).whenComplete { result in
                switch result {
                case .success(let channel):
                    // Only now: of a name's addresses, one channel connects, and what becomes of the others is not ours.
                    self.shakeHands(channel, url, headers, configuration, tls, opened, makeDelegate)
                case .failure(let error):
                    let code: WebSocketError.Code = self.isTimeout(error) ? .timedOut : .connectFailed
                    opened.fail(WebSocketError(code, "cannot connect to \(url.hostField)", cause: error))
                }
            }
        } catch {
            opened.fail(error)
        }
        return opened.futureResult
    }

    private static func shakeHands(
        _ channel: any Channel,
        _ url: WebSocketURL,
        _ headers: HTTPFields,
        _ configuration: WebSocketClientConfiguration,
        _ tls: NIOSSLContext?,
        _ opened: EventLoopPromise<Void>,
        _ makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) {
        do {
            try self.setUp(channel, url, headers, configuration, tls, opened, makeDelegate)
        } catch {
            opened.fail(WebSocketError(.connectFailed, "the pipeline could not be set up", cause: error))
            channel.close(promise: nil)
        }
    }

    /// Whether every address that was tried took too long.
    private static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { return true }
        guard let errors = (error as? NIOConnectionError)?.connectionErrors, !errors.isEmpty else { return false }
        return errors.allSatisfy { self.isTimeout($0.error) }
    }

    private static func tlsContext(
        _ url: WebSocketURL,
        _ configuration: WebSocketClientConfiguration
    ) throws(WebSocketError) -> NIOSSLContext? {
        guard url.isSecure else { return nil }
        if let context = configuration.tlsContext { return context }
        do {
            return try NIOSSLContext(configuration: configuration.tls)
        } catch {
            throw WebSocketError(.connectFailed, "the TLS settings are not usable", cause: error)
        }
    }

    private static func setUp(
        _ channel: any Channel,
        _ url: WebSocketURL,
        _ headers: HTTPFields,
        _ configuration: WebSocketClientConfiguration,
        _ tls: NIOSSLContext?,
        _ opened: EventLoopPromise<Void>,
        _ makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            // RFC 6066 section 3: server names are names, never addresses.
            let isAddress = (try? SocketAddress(ipAddress: url.host, port: 0)) != nil
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : url.host))
        }
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(
            WebSocketClientHandshakeHandler.Parser(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        )
        var keys = WebSocketMaskKeys()
        let nonce = (0..<4).flatMap { _ in withUnsafeBytes(of: keys.next(), Array.init) }
        try pipeline.addHandler(
            WebSocketClientHandshakeHandler(
                url: url,
                headers: headers,
                key: Base64.encode(nonce),
                timeout: configuration.upgradeTimeout,
                opened: opened
            ) {
                WebSocketConnection(
                    role: .client,
                    channel: channel,
                    configuration: configuration.webSocket,
                    delegate: makeDelegate(channel),
                    maskKeys: keys
                )
            }
        )
    }
}
