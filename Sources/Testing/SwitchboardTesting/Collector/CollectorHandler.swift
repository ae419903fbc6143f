// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// One connection to a ``SimulatedCollector``.
final class CollectorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let maximumBytes = 16 << 20

    private let collector: SimulatedCollector
    private var request: CollectorRequest?

    init(collector: SimulatedCollector) {
        self.collector = collector
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.request = CollectorRequest(
                method: head.method.rawValue,
                target: head.uri,
                headers: head.headers.map { (name: $0.name, value: $0.value) },
                body: []
            )
        case .body(let part):
            let room = Self.maximumBytes - (self.request?.body.count ?? 0)
            self.request?.body += part.readableBytesView.prefix(room)
        case .end:
            guard let request = self.request.take() else { return }
            self.reply(self.collector.take(request), context)
        }
    }

    private func reply(_ reply: CollectorReply, _ context: ChannelHandlerContext) {
        switch reply {
        case .hang: break
        case .cut: context.close(promise: nil)
        case .answer(let status, let headers, let body):
            var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
            fields.replaceOrAdd(name: "Content-Length", value: "\(body.count)")
            fields.add(name: "Content-Type", value: "application/x-protobuf")
            let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
            context.write(self.wrapOutboundOut(.head(head)), promise: nil)
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
