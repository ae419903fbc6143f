// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization
import Testing
import Twilio

@testable import SwitchboardTesting

/// A telephone server of a few lines: answers webhooks by path and lets an ``Agent`` speak on its WebSockets.
final class TwiMLServer: Sendable {
    struct Request: Sendable {
        var method: String
        var target: String
        var headers: HTTPHeaders
        var body: [UInt8]

        var path: String { String(self.target.prefix { $0 != "?" }) }
        var form: FormParameters { (try? FormDecoder().decode(self.body)) ?? [:] }
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [(String, String)] = [("Content-Type", "text/xml; charset=utf-8")]
        var body: [UInt8]

        static func twiML(_ verbs: String) -> Self {
            Self(body: Array(#"<?xml version="1.0" encoding="UTF-8"?><Response>\#(verbs)</Response>"#.utf8))
        }

        static func status(_ status: Int) -> Self { Self(status: status, body: []) }

        static func redirect(_ status: Int, to location: String) -> Self {
            Self(status: status, headers: [("Location", location)], body: [])
        }
    }

    typealias Respond = @Sendable (Request) -> Answer?

    let respond: Respond
    let agent: @Sendable () -> Agent
    private let seen = Mutex<[Request]>([])
    private let channel = Mutex<(any Channel)?>(nil)

    /// `respond` returning `nil` is an exchange that is never answered. For an upgrade, a status below 300 lets it
    /// pass.
    init(agent: @escaping @Sendable () -> Agent = { Agent() }, respond: @escaping Respond) {
        self.respond = respond
        self.agent = agent
    }

    var requests: [Request] { self.seen.withLock { $0 } }

    func forms(at path: String) -> [FormParameters] {
        self.requests.filter { $0.path == path && $0.method == "POST" }.map(\.form)
    }

    func note(_ request: Request) { self.seen.withLock { $0.append(request) } }

    /// The port while the server runs.
    var port: Int { self.channel.withLock { $0?.localAddress?.port ?? 0 } }
    var origin: String { "http://127.0.0.1:\(self.port)" }

    func start(on group: any EventLoopGroup) async throws {
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.setUp(channel) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
    }

    func stop() async throws {
        try await self.channel.withLock { $0 }?.close()
    }

    private func setUp(_ channel: any Channel) throws {
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: 1 << 22,
            automaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                let request = Request(method: "UPGRADE", target: head.uri, headers: head.headers, body: [])
                let isWanted = (self.respond(request)?.status ?? 200) < 300
                if isWanted { self.note(request) }
                return channel.eventLoop.makeSucceededFuture(isWanted ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AgentHandler(self.agent()))
                }
            }
        )
        let handler = TwiMLHandler(self)
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { $0.pipeline.syncOperations.removeHandler(bound.value, promise: nil) }
            )
        )
        try channel.pipeline.syncOperations.addHandler(handler)
    }
}

/// Collects a request and answers it.
private final class TwiMLHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: TwiMLServer
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ server: TwiMLServer) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body = []
        case .body(let bytes):
            self.body += bytes.readableBytesView
        case .end:
            guard let head = self.head else { return }
            let isUpgrade = head.headers.contains(name: "upgrade")
            let method = isUpgrade ? "UPGRADE" : head.method.rawValue
            let request = TwiMLServer.Request(
                method: method,
                target: head.uri,
                headers: head.headers,
                body: self.body
            )
            self.server.note(request)
            guard let answer = self.server.respond(request) else { return }
            self.write(answer, context)
        }
    }

    private func write(_ answer: TwiMLServer.Answer, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
        for (name, value) in answer.headers { head.headers.add(name: name, value: value) }
        head.headers.add(name: "Content-Length", value: String(answer.body.count))
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A refused upgrade is answered like any request; a caller who resets the connection is part of the tests.
        if !(error is NIOWebSocketUpgradeError) { context.close(promise: nil) }
    }
}
