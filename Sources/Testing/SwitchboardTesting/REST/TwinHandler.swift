// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import Twilio

/// One connection to the simulated REST API.
final class TwinHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let respond: TwinServer.Respond
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ respond: @escaping TwinServer.Respond) {
        self.respond = respond
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body = []
        case .body(let bytes):
            self.body += bytes.readableBytesView
            if self.body.count > TwinServer.maximumBody { context.close(promise: nil) }
        case .end:
            guard let head = self.head else { return }
            self.head = nil
            self.answer(head, context)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var request = SimulatedRESTRequest(method: head.method.rawValue, path: String(target.first ?? ""))
        do {
            if target.count > 1 { request.query = try FormDecoder().decode(target[1]) }
            request.form = try FormDecoder(maximumBytes: TwinServer.maximumBody).decode(self.body)
        } catch {
            self.write(TwinFailure(400, 20_001, "the form cannot be read").answer, context)
            return
        }
        for (name, value) in head.headers { request.headers[name.lowercased()] = value }
        self.deliver(self.respond(request), context)
    }

    private func deliver(_ reply: TwinServer.Reply, _ context: ChannelHandlerContext) {
        switch reply.fault {
        case .refuse, .dropAfterCommit: context.close(promise: nil)
        case .hang, .hangAfterCommit: break
        case .slow(let time):
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: TimeAmount(time)) {
                let (handler, context) = bound.value
                if let answer = reply.answer, context.channel.isActive { handler.write(answer, context) }
            }
        case .truncated: if let answer = reply.answer { self.write(answer, context, keeping: 0.5) }
        case .closeMidAnswer: if let answer = reply.answer { self.write(answer, context, keeping: 0.5, closes: true) }
        case .status, .html, nil: if let answer = reply.answer { self.write(answer, context) }
        }
    }

    /// Writes an answer, or its beginning: as if that were all, or with the length of the whole and then the end of
    /// the connection.
    private func write(
        _ answer: TwinAnswer,
        _ context: ChannelHandlerContext,
        keeping share: Double = 1,
        closes: Bool = false
    ) {
        let body = answer.body.prefix(Int((Double(answer.body.count) * share).rounded(.up)))
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        for header in answer.headers { head.headers.add(name: header.name, value: header.value) }
        if answer.status != 204 {
            head.headers.add(name: "Content-Length", value: String(closes ? answer.body.count : body.count))
        }
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        guard !closes else {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))))
                .whenComplete { _ in bound.value.close(promise: nil) }
            return
        }
        if !body.isEmpty {
            context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that breaks its connection, or sends what is no HTTP, is nobody to answer.
        context.close(promise: nil)
    }
}
