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
    private var isDone = false

    init(
        url: WebSocketURL,
        headers: HTTPFields,
        key: String,
        timeout: Duration,
        opened: EventLoopPromise<Void>,
        makeConnection: @escaping () -> WebSocketConnection
    ) {
        var fields = HTTPHeaders([("host", url.hostField)])
        fields.add(contentsOf: HTTPHeaders(headers))
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
        context.write(self.wrapOutboundOut(.head(self.request)), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isDone else { return }
        switch self.unwrapInboundIn(data) {
        case .head(let head) where head.status == .switchingProtocols:
            self.switchProtocols(head, context)
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
            self.refused(context)
        }
    }

    private func refused(_ context: ChannelHandlerContext) {
        guard let refusal = self.refusal else { return }
        let message = "the server answered \(refusal.status.code)"
        self.fail(WebSocketError(.refused, message, refusal: refusal), context)
    }

    private func switchProtocols(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
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
        self.isDone = true
        self.timer?.cancel()
        let opened = self.opened
        do {
            let pipeline = context.pipeline.syncOperations
            let connection = self.makeConnection()
            let parser = try pipeline.handler(type: Parser.self)
            pipeline.removeHandler(try pipeline.handler(type: HTTPRequestEncoder.self), promise: nil)
            try pipeline.addHandler(WebSocketHandler(connection), position: .after(self))
            opened.succeed()
            pipeline.removeHandler(self, promise: nil)
            // Last, so that frames which came with the answer reach the WebSocket.
            let removed = context.eventLoop.makePromise(of: Void.self)
            pipeline.removeHandler(parser, promise: removed)
            removed.futureResult.assumeIsolated().whenComplete { _ in connection.finishedReading() }
        } catch {
            opened.fail(WebSocketError(.connectFailed, "the pipeline could not be set up", cause: error))
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
