// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

/// Stands between NIO's HTTP parser and Hummingbird: keeps the bounds of ``HTTPEdgeConfiguration``, gives every request one
/// answer, and turns upgrade requests, the first or any later one of a connection, into WebSockets.
final class HTTPEdgeHandler: ChannelDuplexHandler, RemovableChannelHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    let configuration: HTTPEdgeConfiguration
    let shouldUpgrade: WebSocketHTTPChannel.ShouldUpgrade
    let logger: Logger
    /// Tells the task that serves this connection what became of it.
    let usage: ConnectionUsage
    var machine: HTTPEdgeStateMachine
    var context: ChannelHandlerContext?
    var monitor: HTTPInputMonitor?
    var isReadOutstanding = false
    /// A read that was asked for while a decision about an upgrade was pending.
    var hasDeferredRead = false
    var isInputClosed = false
    var isQuiescing = false
    /// The upgrade request in progress: its end has arrived when the machine says `upgrading`.
    var upgrade: HTTPRequestHead?
    /// The request being read makes NIO's parser stop at its end.
    var stopsParser = false
    var answerStatus = 0
    /// To be called once the connection is no HTTP connection any more.
    var onEnd: (@Sendable () -> Void)?
    var timer: NIOScheduledCallback?
    var timerDeadline: NIODeadline?

    init(
        configuration: HTTPEdgeConfiguration,
        shouldUpgrade: @escaping WebSocketHTTPChannel.ShouldUpgrade,
        logger: Logger,
        usage: ConnectionUsage,
        now: NIODeadline
    ) {
        self.configuration = configuration
        self.shouldUpgrade = shouldUpgrade
        self.logger = logger
        self.usage = usage
        self.machine = HTTPEdgeStateMachine(configuration: configuration, now: now)
    }

    var now: NIODeadline { self.context?.eventLoop.now ?? .now() }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.admit(context)
        self.updateTimer()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.cancel()
        self.timer = nil
        self.monitor = nil
        self.context = nil
        self.usage.ended()
        self.onEnd?()
        self.onEnd = nil
    }

    // MARK: Reading

    var isReading: Bool { self.machine.input != .finished }
    var isBetweenRequests: Bool { self.machine.input == .idle }

    func receivedBytes() {
        self.machine.receivedBytes(now: self.now)
        self.updateTimer()
    }

    func refuseRequestLine() {
        self.perform(self.machine.refuse(.requestLineTooLong, 414, now: self.now))
    }

    func read(context: ChannelHandlerContext) {
        if case .upgrading = self.machine.input {
            self.hasDeferredRead = true
            return
        }
        self.isReadOutstanding = true
        context.read()
    }

    func resumeReading() {
        guard self.hasDeferredRead else { return }
        self.hasDeferredRead = false
        self.context?.read()
        self.isReadOutstanding = true
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard self.machine.isAccepting else { return }
        switch self.unwrapInboundIn(data) {
        case .head(let head): self.receivedHead(head, context)
        case .body(let bytes): self.receivedBody(bytes, data, context)
        case .end: self.receivedEnd(data, context)
        }
        self.updateTimer()
    }

    private func receivedHead(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        // A pipelined head arrives with the bytes of the request before it.
        self.machine.receivedBytes(now: self.now)
        do throws(HTTPHeadRules.Violation) {
            try HTTPHeadRules.check(head, self.configuration)
        } catch {
            self.perform(self.machine.refuse(error.reason, error.status, now: self.now))
            return
        }
        self.stopsParser = WebSocketHandshake.stopsParser(head)
        if WebSocketHandshake.isAttempt(head) {
            self.upgrade = head
            return
        }
        self.pass(head, context)
    }

    /// Hands an ordinary request on.
    func pass(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let isKeepAlive = head.isKeepAlive && head.version == .http1_1
        self.machine.acceptedHead(now: self.now, isKeepAlive: isKeepAlive)
        self.usage.isHTTP()
        if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }),
            self.machine.pendingAnswers == 1
        {
            let interim = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(self.wrapOutboundOut(.head(interim)), promise: nil)
        }
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    private func receivedBody(_ bytes: ByteBuffer, _ data: NIOAny, _ context: ChannelHandlerContext) {
        guard self.upgrade == nil else {
            self.refuseUpgrade(status: 400, "an upgrade request has no body")
            return
        }
        let action = self.machine.receivedBody(bytes.readableBytes, now: self.now)
        guard action == .none else {
            self.perform(action)
            return
        }
        if self.machine.isAccepting { context.fireChannelRead(data) }
    }

    private func receivedEnd(_ data: NIOAny, _ context: ChannelHandlerContext) {
        guard self.upgrade == nil else {
            self.machine.upgradeBegins(now: self.now)
            self.decideUpgradeWhenAnswered()
            return
        }
        self.machine.receivedEnd(now: self.now)
        context.fireChannelRead(data)
        if self.stopsParser { self.replaceParser() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else {
            context.fireErrorCaught(error)
            context.close(promise: nil)
            return
        }
        let violation = HTTPHeadRules.violation(
            for: error,
            firstByte: self.monitor?.firstByte,
            sawRequestLine: self.monitor?.sawRequestLine ?? true
        )
        self.perform(self.machine.refuse(violation.reason, violation.status, now: self.now))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            self.isInputClosed = true
            context.fireUserInboundEventTriggered(event)
            self.perform(self.machine.inputClosed())
        case is ChannelShouldQuiesceEvent:
            self.isQuiescing = true
            self.perform(self.machine.quiesce())
        case HTTPEdgeEvent.lastAnswer:
            self.machine.leave()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.usage.ended()
        context.fireChannelInactive()
    }
}
