// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Keeps what a channel receives until somebody asks for it.
final class ReceivedBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    struct Ended: Error {}

    private let eventLoop: any EventLoop
    private var bytes: [UInt8] = []
    private var isEnded = false
    private var waiting: EventLoopPromise<[UInt8]>?

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// The next bytes; fails when none will come.
    func next() -> EventLoopFuture<[UInt8]> {
        let promise = self.eventLoop.makePromise(of: [UInt8].self)
        self.waiting = promise
        self.deliver()
        return promise.futureResult
    }

    private func deliver() {
        guard let waiting = self.waiting, !self.bytes.isEmpty || self.isEnded else { return }
        self.waiting = nil
        guard !self.bytes.isEmpty else {
            waiting.fail(Ended())
            return
        }
        waiting.succeed(self.bytes)
        self.bytes = []
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.bytes += Array(self.unwrapInboundIn(data).readableBytesView)
        self.deliver()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { self.end() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.end()
        context.close(promise: nil)
    }

    private func end() {
        self.isEnded = true
        self.deliver()
    }
}
