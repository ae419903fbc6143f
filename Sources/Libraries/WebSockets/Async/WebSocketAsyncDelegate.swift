// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Carries a connection's messages to a ``WebSocketInbound`` and a ``WebSocketOutbound``'s messages back.
final class WebSocketAsyncDelegate: WebSocketDelegate {
    /// Tells the connection, on its event loop, when the reader wants more or is gone.
    struct ProducerDelegate: NIOAsyncSequenceProducerDelegate {
        let eventLoop: any EventLoop
        let delegate: NIOLoopBoundBox<WebSocketAsyncDelegate?>

        func produceMore() {
            self.eventLoop.execute { self.delegate.value?.connection?.resumeReading() }
        }

        func didTerminate() {
            self.eventLoop.execute {
                // Nobody reads any more: what still comes is dropped, so that a close frame can be seen.
                self.delegate.value?.connection?.resumeReading()
                self.delegate.value = nil
            }
        }
    }

    /// More tasks than this that wait for a slow peer get an error.
    private static let maxWaitingWriters = 64

    private(set) var connection: WebSocketConnection?
    private var source: WebSocketInbound.Producer.Source?
    private var waiting = CircularBuffer<(WebSocketMessage, EventLoopPromise<Void>)>()
    let inbound: WebSocketInbound
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop, maxInboundQueue: Int) {
        let box = NIOLoopBoundBox<WebSocketAsyncDelegate?>(nil, eventLoop: eventLoop)
        let sequence = WebSocketInbound.Producer.makeSequence(
            elementType: WebSocketMessage.self,
            failureType: (any Error).self,
            backPressureStrategy: .init(lowWatermark: max(1, maxInboundQueue / 4), highWatermark: maxInboundQueue),
            finishOnDeinit: true,
            delegate: ProducerDelegate(eventLoop: eventLoop, delegate: box)
        )
        self.source = sequence.source
        self.inbound = WebSocketInbound(producer: sequence.sequence)
        self.eventLoop = eventLoop
        box.value = self
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        self.connection = webSocket
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.yield(.text(text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }), webSocket)
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.yield(.binary(bytes.withUnsafeBytes { ByteBuffer(bytes: $0) }), webSocket)
    }

    private func yield(_ message: WebSocketMessage, _ webSocket: WebSocketConnection) {
        switch self.source?.yield(contentsOf: CollectionOfOne(message)) {
        case .stopProducing: webSocket.pauseReading()
        case .produceMore, .dropped, nil: break
        }
    }

    func webSocketWritabilityDidChange(_ webSocket: WebSocketConnection) {
        while webSocket.isWritable, webSocket.isOpen, let (message, promise) = self.waiting.popFirst() {
            self.send(message, on: webSocket)
            promise.succeed()
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        if let error = closure.error {
            self.source?.finish(error)
        } else {
            self.source?.finish()
        }
        self.source = nil
        self.connection = nil
        while let (_, promise) = self.waiting.popFirst() {
            promise.fail(WebSocketError(.closed, "the connection closed before the message was sent"))
        }
    }

    func write(_ message: WebSocketMessage) -> EventLoopFuture<Void> {
        guard let connection = self.connection, connection.isOpen else {
            return self.eventLoop.makeFailedFuture(WebSocketError(.closed, "the connection is closed"))
        }
        guard !connection.isWritable || !self.waiting.isEmpty else {
            self.send(message, on: connection)
            return self.eventLoop.makeSucceededVoidFuture()
        }
        guard self.waiting.count < Self.maxWaitingWriters else {
            return self.eventLoop.makeFailedFuture(
                WebSocketError(.queueFull, "\(self.waiting.count) tasks wait for this connection already")
            )
        }
        let promise = self.eventLoop.makePromise(of: Void.self)
        self.waiting.append((message, promise))
        return promise.futureResult
    }

    private func send(_ message: WebSocketMessage, on connection: WebSocketConnection) {
        switch message {
        case .text(let text): connection.sendUnbounded(.text, ByteBuffer(string: text))
        case .binary(let bytes): connection.sendUnbounded(.binary, bytes)
        }
    }
}
