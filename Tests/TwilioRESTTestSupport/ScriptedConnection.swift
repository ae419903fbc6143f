// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// One connection of a ``ScriptedServer``: reads requests with a Content-Length and writes what the script says.
final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ScriptedServer
    private var bytes: [UInt8] = []

    init(server: ScriptedServer) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.bytes += self.unwrapInboundIn(data).readableBytesView
        while let request = self.takeRequest() {
            self.perform(self.server.reply(to: request), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func perform(_ reply: ScriptedReply, _ context: ChannelHandlerContext) {
        for part in reply.parts {
            context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: part)), promise: nil)
        }
        if reply.closes { context.close(promise: nil) }
    }

    private func takeRequest() -> ScriptedServer.Request? {
        guard let end = self.bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        var lines = String(decoding: self.bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let first = lines.removeFirst().split(separator: " ")
        let headers = lines.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().drop { $0 == " " }
            return (name: String(line[..<colon]), value: String(value))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        guard self.bytes.count >= end.upperBound + length else { return nil }
        let body = Array(self.bytes[end.upperBound..<(end.upperBound + length)])
        self.bytes.removeFirst(end.upperBound + length)
        return ScriptedServer.Request(
            method: String(first[0]),
            target: String(first[1]),
            headers: headers,
            body: body
        )
    }
}
