// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Sees the bytes before the HTTP parser does: when a head begins, how long its request line grows, and that nothing is
/// parsed any more once the connection is refused.
final class HTTPInputMonitor: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let edge: HTTPEdgeHandler
    private let maxRequestLine: Int
    /// Length of the request line so far; `nil` once its end was seen.
    private var lineLength: Int? = 0
    private(set) var firstByte: UInt8?

    init(edge: HTTPEdgeHandler, maxRequestLine: Int) {
        self.edge = edge
        self.maxRequestLine = maxRequestLine
    }

    var sawRequestLine: Bool { self.lineLength == nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = self.unwrapInboundIn(data)
        self.edge.isReadOutstanding = false
        guard self.edge.isReading else { return }
        if self.edge.isBetweenRequests {
            self.lineLength = 0
            self.firstByte = bytes.readableBytesView.first
        }
        self.edge.receivedBytes()
        if let soFar = self.lineLength {
            let line = bytes.readableBytesView.firstIndex(of: UInt8(ascii: "\n"))
            let length = soFar + (line.map { $0 - bytes.readerIndex } ?? bytes.readableBytes)
            self.lineLength = line == nil ? length : nil
            guard length <= self.maxRequestLine else {
                self.edge.refuseRequestLine()
                return
            }
        }
        context.fireChannelRead(data)
    }
}
