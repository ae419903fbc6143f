// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Carries the events of a channel that speaks WebSocket to a ``WebSocketConnection``.
///
/// In a server, what served HTTP on this channel stays behind it: NIO's asynchronous channel handler cannot be removed.
/// Nothing is passed on to it, its closing of "its" output is not ours, and it no longer decides about reading.
final class WebSocketHandler: ChannelDuplexHandler, NIOScheduledCallbackHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Messages are small and come at their own pace: a second read after each would only learn that there is nothing.
        // What is left after one read is reported again by the selector, which is level-triggered.
        try? context.channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        self.connection.opened(context, timerHandler: self)
        self.connection.readOn()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.connection.removed()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.connection.receive(self.unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.connection.finishedReading()
        self.connection.readOn()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.connection.writabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.connection.transportEnded(nil)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.connection.transportEnded(error)
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            // Nothing more will come, not even an answer to a close frame.
            self.connection.transportEnded(nil)
        case is ChannelShouldQuiesceEvent:
            self.connection.serverWillShutDown()
        default:
            break
        }
    }

    func read(context: ChannelHandlerContext) {
        // We read for ourselves, see `channelReadComplete`.
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Only what served HTTP closes the output from outside; our own half-close starts below this handler.
        guard mode != .output else {
            promise?.succeed()
            return
        }
        context.close(mode: mode, promise: promise)
    }

    func handleScheduledCallback(eventLoop: some EventLoop) {
        self.connection.timerFired(self)
    }
}
