// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A collector that takes everything and keeps nothing.
final class SpanSink: Sendable {
    private final class Handler: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        let requests = Atomic(0)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = self.unwrapInboundIn(data) else { return }
            self.requests.add(1, ordering: .relaxed)
            let fields: HTTPHeaders = ["content-type": "application/x-protobuf", "content-length": "0"]
            context.write(
                self.wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: fields))),
                promise: nil
            )
            context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private let channel: any Channel
    private let handler: Handler

    private init(_ channel: any Channel, _ handler: Handler) {
        self.channel = channel
        self.handler = handler
    }

    /// Batches that came.
    var requests: Int { self.handler.requests.load(ordering: .relaxed) }

    /// The address for `OTEL_EXPORTER_OTLP_ENDPOINT`.
    var url: String { "http://127.0.0.1:\(self.channel.localAddress?.port ?? 0)" }

    /// Listens on a free port of this machine.
    static func start(on group: any EventLoopGroup) async throws -> SpanSink {
        let handler = Handler()
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMap { channel.pipeline.addHandler(handler) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SpanSink(channel, handler)
    }

    /// Stops listening.
    func stop() async throws { try await self.channel.close() }
}
