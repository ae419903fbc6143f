// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// One connection as long as it speaks HTTP: decides about its upgrade, and answers what is no upgrade.
final class DeepgramHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The largest body, in bytes; Deepgram's is 2 MB.
    private static let largestBody = 2 << 20

    private let deepgram: SimulatedDeepgram
    private var context: ChannelHandlerContext?
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var isTooLarge = false
    /// How an upgrade was answered that was not accepted.
    private var refusal: DeepgramRefusal?
    private var service: (any ChannelInboundHandler)?
    private var undecided: EventLoopPromise<HTTPHeaders?>?
    private var speech: AuraRequest?

    init(_ deepgram: SimulatedDeepgram) {
        self.deepgram = deepgram
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.speech?.cancel()
        self.undecided?.fail(ChannelError.ioOnClosedChannel)
        self.undecided = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.speech?.cancel()
        self.undecided?.fail(ChannelError.ioOnClosedChannel)
        self.undecided = nil
        context.fireChannelInactive()
    }

    /// Whoever serves the connection once it is a WebSocket.
    func takeService() -> (any ChannelInboundHandler)? {
        defer { self.service = nil }
        return self.service
    }

    // MARK: Upgrades

    /// Decides about an upgrade: the further headers of the 101, or none for a refusal.
    func decide(_ head: HTTPRequestHead) -> EventLoopFuture<HTTPHeaders?> {
        guard let context = self.context else { preconditionFailure("an upgrade of a connection that is gone") }
        let promise = context.eventLoop.makePromise(of: HTTPHeaders?.self)
        self.undecided = promise
        let now = self.deepgram.time(context.eventLoop.now)
        let verdict = DeepgramVerdict(self.deepgram, head, now: now, channel: context.channel)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        switch verdict {
        case .unanswered: break
        case .unreachable: context.channel.resetConnection()
        case .accepted(let service, let headers, let delay):
            self.service = service
            Self.wait(delay, on: context.eventLoop) { bound.value.decided(headers) }
        case .refused(let refusal, let delay):
            self.refusal = refusal
            Self.wait(delay, on: context.eventLoop) { bound.value.decided(nil) }
        }
        return promise.futureResult
    }

    private func decided(_ headers: HTTPHeaders?) {
        self.undecided?.succeed(headers)
        self.undecided = nil
    }

    private static func wait(_ delay: Duration, on eventLoop: any EventLoop, then act: @escaping @Sendable () -> Void) {
        guard delay > .zero else { return act() }
        eventLoop.scheduleTask(in: TimeAmount(delay), act)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body.clear()
            self.isTooLarge = false
        case .body(var bytes):
            self.isTooLarge = self.isTooLarge || self.body.readableBytes + bytes.readableBytes > Self.largestBody
            if !self.isTooLarge { self.body.writeBuffer(&bytes) }
        case .end:
            guard let head = self.head else { return }
            self.head = nil
            self.answer(head, context)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let refusal = self.refusal {
            self.refusal = nil
            self.write(refusal)
            return
        }
        if head.method == .POST, head.uri.prefix(while: { $0 != "?" }) == "/v1/speak" {
            let request = AuraRequest(self.deepgram, eventLoop: context.eventLoop, handler: self)
            self.speech = request
            request.begin(head, body: self.isTooLarge ? nil : self.body)
            return
        }
        let refusal = self.deepgram.answer(method: head.method, target: head.uri, head.headers)
        switch refusal {
        case .success(let body): self.write(status: 200, [("content-type", "application/json")], body: body)
        case .failure(let refusal): self.write(refusal)
        }
    }

    // MARK: Answers

    func write(_ refusal: DeepgramRefusal) {
        self.write(
            status: refusal.status,
            refusal.headers.map { ($0.name, $0.value) },
            body: refusal.body
        )
    }

    private func write(status: Int, _ headers: [(String, String)], body: String) {
        self.writeHead(status: status, headers + [("content-length", String(body.utf8.count))])
        self.write(chunk: ByteBuffer(string: body))
        self.writeEnd()
    }

    func writeHead(status: Int, _ headers: [(String, String)]) {
        guard let context = self.context else { return }
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        context.writeAndFlush(self.wrapOutboundOut(.head(head)), promise: nil)
    }

    func write(chunk: ByteBuffer) {
        self.context?.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(chunk))), promise: nil)
    }

    func writeEnd() {
        self.context?.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func breakOff(reset: Bool) {
        guard let channel = self.context?.channel else { return }
        if reset { channel.resetConnection() } else { channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A refused upgrade comes as a request as well, and is answered there. Others break their connection.
        if self.refusal == nil { context.close(promise: nil) }
    }
}
