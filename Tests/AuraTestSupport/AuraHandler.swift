// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One connection of the scripted server.
final class AuraHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedAura
    private let number: Int
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ server: ScriptedAura, _ number: Int) {
        self.server = server
        self.number = number
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body = ByteBuffer()
        case .body(var part):
            self.body.writeBuffer(&part)
        case .end:
            guard let head = self.head else { return }
            self.run(self.server.steps(head, String(buffer: self.body), connection: self.number)[...], context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.server.ended.add(self.number)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func run(_ steps: ArraySlice<AuraStep>, _ context: ChannelHandlerContext) {
        var steps = steps
        while let step = steps.popFirst() {
            switch step {
            case .bytes(let bytes):
                self.write(bytes, context)
            case .head(let status, let headers):
                let fields = headers.map { "\($0): \($1)\r\n" }.joined()
                self.write(Array("HTTP/1.1 \(status) X\r\ntransfer-encoding: chunked\r\n\(fields)\r\n".utf8), context)
            case .chunk(let bytes):
                self.write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8), context)
            case .end:
                let number = self.number
                let server = self.server
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: "0\r\n\r\n"))).whenSuccess {
                    server.written.add(number)
                }
            case .hold:
                let rest = steps
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                let eventLoop = context.eventLoop
                self.server.hold {
                    eventLoop.execute { bound.value.0.run(rest, bound.value.1) }
                }
                return
            case .close:
                context.close(promise: nil)
            case .reset:
                self.reset(context)
            }
        }
    }

    private func reset(_ context: ChannelHandlerContext) {
        let options = context.channel as? any SocketOptionProvider
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
