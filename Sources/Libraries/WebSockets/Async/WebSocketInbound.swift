// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The messages of one connection, in order, for one reader.
///
/// Ends when the connection is closed by a close handshake, throws a ``WebSocketError`` when it ended otherwise. While
/// more than `maxInboundQueue` messages wait to be read, nothing is read from the socket, and TCP slows the peer down.
public struct WebSocketInbound: AsyncSequence, Sendable {
    typealias Producer = NIOThrowingAsyncSequenceProducer<
        WebSocketMessage,
        any Error,
        NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark,
        WebSocketAsyncDelegate.ProducerDelegate
    >

    let producer: Producer

    /// Reads the messages.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: Producer.AsyncIterator
        let maxSize: Int?

        /// The next message; `nil` after a clean close.
        public mutating func next() async throws -> WebSocketMessage? {
            guard let message = try await self.base.next(isolation: #isolation) else { return nil }
            guard let maxSize = self.maxSize else { return message }
            let size =
                switch message {
                case .text(let text): text.utf8.count
                case .binary(let bytes): bytes.readableBytes
                }
            guard size <= maxSize else {
                throw WebSocketError(.messageTooBig, "a message of \(size) bytes; \(maxSize) are allowed")
            }
            return message
        }
    }

    /// Starts reading; only once.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: self.producer.makeAsyncIterator(), maxSize: nil)
    }

    /// The same messages, with a limit tighter than the connection's: a longer one throws
    /// ``WebSocketError/Code/messageTooBig``, which closes the connection with 1009.
    public func messages(maxSize: Int) -> Messages {
        Messages(base: self, maxSize: maxSize)
    }

    /// The messages of a connection with a limit on their size.
    public struct Messages: AsyncSequence, Sendable {
        let base: WebSocketInbound
        let maxSize: Int

        /// Starts reading; only once.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(base: self.base.producer.makeAsyncIterator(), maxSize: self.maxSize)
        }
    }
}
