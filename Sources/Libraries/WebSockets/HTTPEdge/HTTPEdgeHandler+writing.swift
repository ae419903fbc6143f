// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// What the application writes: every request gets one answer, and the last of a connection says so.
extension HTTPEdgeHandler {
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
            if head.status.code >= 200 {
                self.answerStatus = Int(head.status.code)
                self.addFields(to: &head.headers)
            }
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
}
