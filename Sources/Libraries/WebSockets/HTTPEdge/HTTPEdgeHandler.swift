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
    private var hasDeferredRead = false
    private var isInputClosed = false
    private var isQuiescing = false
    /// The upgrade request in progress: its end has arrived when the machine says `upgrading`.
    var upgrade: HTTPRequestHead?
    /// The request being read makes NIO's parser stop at its end.
    var stopsParser = false
    private var answerStatus = 0
    private var timer: NIOScheduledCallback?
    private var timerDeadline: NIODeadline?

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
        self.updateTimer()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.cancel()
        self.timer = nil
        self.monitor = nil
        self.context = nil
        self.usage.ended()
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
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.usage.ended()
        context.fireChannelInactive()
    }

    // MARK: Writing

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch self.unwrapOutboundIn(data) {
        case .head(var head):
            switch self.machine.answerBegins(status: Int(head.status.code)) {
            case .drop:
                promise?.fail(ChannelError.ioOnClosedChannel)
                return
            case .write:
                break
            case .writeWithConnectionClose:
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            if head.status.code >= 200 { self.answerStatus = Int(head.status.code) }
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            guard case .pending(_, hasStarted: true) = self.machine.answer else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                return
            }
            context.write(data, promise: promise)
        case .end:
            self.writeEnd(data, context, promise)
        }
    }

    private func writeEnd(_ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard case .pending(_, hasStarted: true) = self.machine.answer else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(data, promise: promise)
        self.perform(self.machine.answerEnds(status: self.answerStatus, now: self.now))
        self.decideUpgradeWhenAnswered()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.machine.writabilityChanged(context.channel.isWritable, now: self.now)
        self.updateTimer()
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Hummingbird is done with the connection when it closes the output, and closes all of it when we refuse the rest
        // of a request; the peer may still have to read our answer, so the end is ours to time.
        if case .lingering = self.machine.ending, mode != .input {
            promise?.succeed()
        } else if mode == .output {
            promise?.succeed()
            self.perform(self.machine.startLingering(self.now))
        } else {
            context.close(mode: mode, promise: promise)
        }
    }

    // MARK: Acting

    func perform(_ action: HTTPEdgeStateMachine.Action) {
        switch action {
        case .none:
            break
        case .refuse(let reason, let status):
            self.report(reason, status)
            self.answer(status)
            self.failRequestInProgress()
            self.perform(self.machine.startLingering(self.now))
        case .linger(let reason):
            if let reason {
                self.report(reason, nil)
                self.failRequestInProgress()
            }
            self.linger()
        case .close(let reason):
            if let reason { self.report(reason, nil) }
            self.context?.close(promise: nil)
        }
        self.updateTimer()
    }

    func report(_ reason: HTTPEdgeRefusal.Reason, _ status: Int?) {
        let address = self.context?.channel.remoteAddress
        self.configuration.onRefusal(HTTPEdgeRefusal(reason: reason, status: status, remoteAddress: address))
        self.logger.debug("HTTP edge refusal", metadata: ["http.refusal": .string(reason.rawValue)])
    }

    /// A body whose end will never come must not look like one that has ended.
    private func failRequestInProgress() {
        self.context?.fireErrorCaught(HTTPEdgeError.requestRefused)
    }

    /// Closes our side behind everything written, reads on for a while so that no reset overtakes the answer, and closes.
    private func linger() {
        guard let context = self.context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        let isInputClosed = self.isInputClosed
        written.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            guard let self, let context = self.context else { return }
            guard !isInputClosed else {
                context.close(promise: nil)
                return
            }
            context.close(mode: .output).assumeIsolated().whenFailure { [weak self] _ in
                self?.context?.close(promise: nil)
            }
            self.isReadOutstanding = true
            context.read()
        }
        context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: written)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody behind us reads any more; what comes is thrown away until the peer is done or the time is up.
        if case .lingering = self.machine.ending { context.read() }
    }

    // MARK: Time

    func updateTimer() {
        guard let deadline = self.machine.nextDeadline, let context = self.context else { return }
        if self.timer != nil, let timerDeadline = self.timerDeadline, timerDeadline <= deadline { return }
        self.timer?.cancel()
        self.timerDeadline = deadline
        do {
            self.timer = try context.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
        } catch {
            // The event loop shuts down, and every connection on it with it.
            self.timer = nil
        }
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        self.timer = nil
        self.perform(self.machine.timerFired(now: self.now, isWaitingForPeer: self.isReadOutstanding))
    }

    var shutsDownGracefully: Bool { self.isQuiescing }
}
