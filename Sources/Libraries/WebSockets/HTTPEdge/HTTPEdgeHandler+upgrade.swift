// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

extension HTTPEdgeHandler {
    /// Asks about the upgrade once every earlier request on this connection has its answer.
    func decideUpgradeWhenAnswered() {
        guard case .upgrading = self.machine.input, self.machine.pendingAnswers == 0 else { return }
        guard let head = self.upgrade, let context = self.context else { return }
        self.upgrade = nil
        do throws(WebSocketHandshake.Violation) {
            self.decide(head, accept: try WebSocketHandshake.accept(head), context)
        } catch {
            self.refuseUpgrade(status: error.status, error.explanation)
        }
    }

    func refuseUpgrade(status: Int, _ explanation: String) {
        self.upgrade = nil
        self.report(.invalidUpgrade, status)
        let version = status == 426 ? [("upgrade", "websocket"), ("sec-websocket-version", "13")] : []
        self.answer(status, detail: explanation, headers: version)
        self.perform(self.machine.startLingering(self.now))
    }

    private func decide(_ head: HTTPRequestHead, accept: String, _ context: ChannelHandlerContext) {
        let request: HTTPRequest
        do {
            request = try HTTPRequest(head, secure: false, splitCookie: false)
        } catch {
            self.refuseUpgrade(status: 400, "the request cannot be represented")
            return
        }
        let question = WebSocketUpgradeRequest(
            head: request,
            remoteAddress: context.channel.remoteAddress,
            eventLoop: context.eventLoop,
            logger: self.logger
        )
        let shouldUpgrade = self.shouldUpgrade
        // A decision may await, and channel handlers have no task: this one ends with the decision, and
        // `upgradeTimeout` bounds the connection's wait for it.
        let decision = context.eventLoop.makeFutureWithTask { try await shouldUpgrade(question) }
        decision.assumeIsolated().whenComplete { [weak self] result in
            guard let self, let context = self.context, case .upgrading = self.machine.input else { return }
            self.decided(result, head, accept, context)
            self.updateTimer()
        }
    }

    private func decided(
        _ result: Result<WebSocketUpgradeDecision, any Error>,
        _ head: HTTPRequestHead,
        _ accept: String,
        _ context: ChannelHandlerContext
    ) {
        switch result {
        case .success(.upgrade(let upgrade)):
            self.becomeWebSocket(upgrade, accept, context)
        case .success(.refuse(let response, let body)):
            self.answerRefusal(response, body, isKeepAlive: head.isKeepAlive, isHead: false, context)
        case .success(.notWebSocket):
            self.pass(head, context)
            self.machine.receivedEnd(now: self.now)
            context.fireChannelRead(self.wrapInboundOut(.end(nil)))
            context.fireChannelReadComplete()
            self.replaceParser()
            self.resumeReading()
        case .failure(let error):
            self.logger.error("WebSocket upgrade decision failed", metadata: ["error": "\(error)"])
            self.report(.failedUpgrade, 500)
            self.answer(500)
            self.perform(self.machine.startLingering(self.now))
        }
    }

    private func answerRefusal(
        _ response: HTTPResponse,
        _ body: ByteBuffer,
        isKeepAlive: Bool,
        isHead: Bool,
        _ context: ChannelHandlerContext
    ) {
        self.report(.refusedUpgrade, response.status.code)
        let action = self.machine.upgradeWasRefused(now: self.now, isKeepAlive: isKeepAlive)
        var head = HTTPResponseHead(response)
        head.headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes))
        self.addFields(to: &head.headers)
        if action != .none { head.headers.replaceOrAdd(name: "connection", value: "close") }
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        if body.readableBytes > 0 {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        self.perform(action)
        if action == .none {
            self.replaceParser()
            self.resumeReading()
        }
    }

    /// NIO's parser stops for good after a request that asked for another protocol. When we go on with HTTP, a fresh one
    /// takes over behind it, gets what the old one has left over, and the old one goes.
    func replaceParser() {
        self.stopsParser = false
        guard let context = self.context else { return }
        do {
            let pipeline = context.pipeline.syncOperations
            let old = try pipeline.handler(type: HTTPParser.self)
            try pipeline.addHandler(HTTPParser.make(self.configuration), position: .after(old))
            let removed = context.eventLoop.makePromise(of: Void.self)
            pipeline.removeHandler(old, promise: removed)
            removed.futureResult.assumeIsolated().whenComplete { [weak self] _ in
                // Requests that the old one had left over wait for the end of a read.
                self?.context?.fireChannelReadComplete()
            }
        } catch {
            context.close(promise: nil)
        }
    }

    /// 101, and from the next byte on this channel is a WebSocket.
    ///
    /// What served HTTP sees its input end and its output closed, and waits for the channel to close. The parser goes last:
    /// what it has read beyond the request is then handed to the WebSocket.
    private func becomeWebSocket(
        _ upgrade: WebSocketUpgrade,
        _ accept: String,
        _ context: ChannelHandlerContext
    ) {
        var headers = HTTPHeaders(upgrade.headers)
        headers.replaceOrAdd(name: "upgrade", value: "websocket")
        headers.replaceOrAdd(name: "connection", value: "Upgrade")
        headers.replaceOrAdd(name: "sec-websocket-accept", value: accept)
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        let isQuiescing = self.isQuiescing
        let pipeline = context.pipeline
        do {
            let operations = pipeline.syncOperations
            let parser = try operations.handler(type: HTTPParser.self)
            let encoder = try operations.handler(type: HTTPResponseEncoder.self)
            let connection = self.usage.makeConnection(upgrade, context.channel)
            context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
            operations.removeHandler(encoder, promise: nil)
            if let monitor = self.monitor { operations.removeHandler(monitor, promise: nil) }
            self.machine.upgraded()
            try operations.addHandler(WebSocketHandler(connection), position: .after(self))
            operations.removeHandler(self, promise: nil)
            let removed = pipeline.eventLoop.makePromise(of: Void.self)
            operations.removeHandler(parser, promise: removed)
            removed.futureResult.assumeIsolated().whenComplete { _ in
                // Ends the read cycle of the bytes the parser had left over.
                connection.finishedReading()
                if isQuiescing { connection.serverWillShutDown() }
            }
        } catch {
            context.close(promise: nil)
        }
    }
}
