// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Sends the upgrade request, judges the answer (RFC 6455 section 4.1), and gives way to a ``WebSocketHandler``.
final class WebSocketClientHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    typealias Parser = ByteToMessageHandler<HTTPResponseDecoder>

    /// As much of a refusal's body is kept.
    private static let maxRefusalBody = 4_096

    private let request: HTTPRequestHead
    private let key: String
    private let timeout: Duration
    private let makeConnection: () -> WebSocketConnection
    private let opened: EventLoopPromise<Void>
    private var timer: Scheduled<Void>?
    private var refusal: WebSocketRefusal?
    private var isAccepted = false
    private var isSent = false
    /// Of the 101.
    private var responseHeaders = HTTPFields()
    private var leftOver = ByteBuffer()
    private var isDone = false

    init(
        url: WebSocketURL,
        headers: HTTPFields,
        key: String,
        timeout: Duration,
        opened: EventLoopPromise<Void>,
        makeConnection: @escaping () -> WebSocketConnection
    ) {
        var fields = HTTPHeaders(headers)
        // A caller that connects to a proxy or to an address of its own names the host it means.
        if !fields.contains(name: "host") { fields.add(name: "host", value: url.hostField) }
        fields.replaceOrAdd(name: "upgrade", value: "websocket")
        fields.replaceOrAdd(name: "connection", value: "Upgrade")
        fields.replaceOrAdd(name: "sec-websocket-version", value: "13")
        fields.replaceOrAdd(name: "sec-websocket-key", value: key)
        self.request = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: fields)
        self.key = key
        self.timeout = timeout
        self.opened = opened
        self.makeConnection = makeConnection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let timeout = TimeAmount(self.timeout)
        self.timer = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
            self?.fail(WebSocketError(.timedOut, "the server did not answer the upgrade in time"), context)
        }
        if context.channel.isActive { self.send(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.send(context)
        context.fireChannelActive()
    }

    private func send(_ context: ChannelHandlerContext) {
        // A channel that has just connected is active when we come, and says so afterwards.
        guard !self.isSent, !self.isDone else { return }
        self.isSent = true
        context.write(self.wrapOutboundOut(.head(self.request)), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isDone else {
            var bytes = self.isAccepted ? Self.bytes(data) : ByteBuffer()
            self.leftOver.writeBuffer(&bytes)
            return
        }
        switch self.unwrapInboundIn(data) {
        case .head(let head) where head.status == .switchingProtocols:
            self.check(head, context)
        case .head(let head):
            self.refusal = WebSocketRefusal(
                status: .init(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase),
                headers: HTTPFields(head.headers, splitCookie: false),
                body: ByteBuffer()
            )
        case .body(var body):
            let room = Self.maxRefusalBody - (self.refusal?.body.readableBytes ?? 0)
            if var slice = body.readSlice(length: min(room, body.readableBytes)) {
                self.refusal?.body.writeBuffer(&slice)
            }
            if body.readableBytes > 0 { self.refused(context) }
        case .end:
            if self.isAccepted { self.switchProtocols(context) } else { self.refused(context) }
        }
    }

    private static func bytes(_ data: NIOAny) -> ByteBuffer {
        // Once the parser is being removed, it hands on bytes and nothing else.
        WebSocketHandler.unwrapInboundIn(data)
    }

    private func refused(_ context: ChannelHandlerContext) {
        guard let refusal = self.refusal else { return }
        let message = "the server answered \(refusal.status.code)"
        self.fail(WebSocketError(.refused, message, refusal: refusal), context)
    }

    private func check(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        let accept = WebSocketHandshake.accept(forKey: self.key)
        let offered = WebSocketHandshake.tokens(self.request.headers["sec-websocket-protocol"])
        let chosen = WebSocketHandshake.tokens(head.headers["sec-websocket-protocol"])
        guard WebSocketHandshake.tokens(head.headers["upgrade"]) == ["websocket"],
            WebSocketHandshake.tokens(head.headers["connection"]).contains("upgrade"),
            head.headers["sec-websocket-accept"] == [accept],
            head.headers["sec-websocket-extensions"].isEmpty,
            chosen.count <= 1, chosen.allSatisfy(offered.contains)
        else {
            self.fail(WebSocketError(.invalidHandshake, "the server's 101 does not fit our request"), context)
            return
        }
        self.isAccepted = true
        self.responseHeaders = HTTPFields(head.headers, splitCookie: false)
    }

    /// At the end of the 101. The parser has to be gone before the first write, since it watches what is written; what
    /// it read beyond the 101 comes to us when it goes, and the WebSocket gets it.
    private func switchProtocols(_ context: ChannelHandlerContext) {
        self.isDone = true
        self.timer?.cancel()
        do {
            let pipeline = context.pipeline.syncOperations
            pipeline.removeHandler(try pipeline.handler(type: HTTPRequestEncoder.self), promise: nil)
            let removed = context.eventLoop.makePromise(of: Void.self)
            pipeline.removeHandler(try pipeline.handler(type: Parser.self), promise: removed)
            removed.futureResult.assumeIsolated().whenComplete { _ in self.open(context) }
        } catch {
            self.opened.fail(WebSocketError(.connectFailed, "the pipeline could not be set up", cause: error))
            context.close(promise: nil)
        }
    }

    private func open(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else {
            self.opened.fail(WebSocketError(.connectFailed, "the connection ended in the handshake"))
            return
        }
        do {
            let connection = self.makeConnection()
            connection.responseHeaders = self.responseHeaders
            let handler = WebSocketHandler(connection)
            try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
            self.opened.succeed()
            if self.leftOver.readableBytes > 0 {
                context.fireChannelRead(NIOAny(self.leftOver))
                context.fireChannelReadComplete()
            }
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            self.opened.fail(WebSocketError(.connectFailed, "the pipeline could not be set up", cause: error))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError {
            self.fail(WebSocketError(.invalidHandshake, "the answer is not HTTP", cause: error), context)
        } else {
            self.fail(WebSocketError(.connectFailed, "the connection broke in the handshake", cause: error), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.fail(WebSocketError(.connectFailed, "the server hung up in the handshake"), context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.fail(WebSocketError(.connectFailed, "the connection ended in the handshake"), context)
    }

    private func fail(_ error: WebSocketError, _ context: ChannelHandlerContext) {
        guard !self.isDone else { return }
        self.isDone = true
        self.timer?.cancel()
        self.opened.fail(error)
        context.close(promise: nil)
    }
}
