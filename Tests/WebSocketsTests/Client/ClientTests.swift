// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import WebSockets

@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    private func connect(
        _ url: String,
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketClientConfiguration = WebSocketClientConfiguration()
    ) -> EventLoopFuture<Void> {
        WebSocketClient.connect(
            to: url,
            headers: headers,
            configuration: configuration,
            on: MultiThreadedEventLoopGroup.singleton.any()
        ) { _ in Echo() }
    }

    private func failure(of future: EventLoopFuture<Void>) async -> WebSocketError? {
        do {
            try await future.get()
            return nil
        } catch {
            return error as? WebSocketError
        }
    }

    @Test func asksForTheUpgradeAsTheRFCWantsIt() async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url, headers: [.authorization: "Token abc"])
            let request = try await accept().acceptUpgrade()
            try await opened.get()
            #expect(request.hasPrefix("GET /path?query HTTP/1.1\r\n"))
            let lower = request.lowercased()
            for field in [
                "upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13", "authorization: token abc",
            ] {
                #expect(lower.components(separatedBy: "\r\n").filter { $0 == field }.count == 1, "\(request)")
            }
            #expect(!lower.contains("sec-websocket-extensions"))
        }
    }

    @Test func namesTheHostOfTheURLUnlessTheCallerNamesAnother() async throws {
        let name = try #require(HTTPField.Name("host"))
        for headers: HTTPFields in [[:], [name: "voice.example.com"]] {
            try await RawServer.run { url, accept in
                let opened = self.connect(url, headers: headers)
                let request = try await accept().acceptUpgrade()
                try await opened.get()
                let hosts = request.components(separatedBy: "\r\n").filter { $0.lowercased().hasPrefix("host: ") }
                let own = try WebSocketURL(url).hostField
                #expect(hosts.map { String($0.dropFirst(6)) } == [headers[name] ?? own])
            }
        }
    }

    @Test func masksEveryFrameWithAKeyOfItsOwn() async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url)
            let peer = try await accept()
            try await peer.acceptUpgrade()
            try await opened.get()
            var keys: Set<[UInt8]> = []
            for number in 0..<200 {
                try await peer.send(Frame.text("\(number)"))
                let frame = try #require(await peer.readFrame())
                #expect(frame.payload == Array("\(number)".utf8))
                keys.insert(try #require(frame.mask))
            }
            #expect(keys.count > 190)
        }
    }

    @Test func losesNothingThatArrivesTogetherWithThe101() async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url)
            let peer = try await accept()
            try await peer.acceptUpgrade(
                followedBy: Frame.text("early").bytes + Array(Frame.text("cut").bytes.prefix(3))
            )
            try await opened.get()
            #expect(await peer.readFrame()?.payload == Array("early".utf8))
            try await peer.send(Array(Frame.text("cut").bytes.dropFirst(3)))
            #expect(await peer.readFrame()?.payload == Array("cut".utf8))
        }
    }

    @Test func knowsTheHeadersOfThe101() async throws {
        try await RawServer.run { url, accept in
            let opening = Opening()
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let opened = WebSocketClient.connect(to: url, on: eventLoop) { _ in opening }
            try await accept().acceptUpgrade { accept in
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "dg-request-id: abc\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
            }
            try await opened.get()
            let name = try #require(HTTPField.Name("dg-request-id"))
            #expect(opening.headers[name] == "abc")
        }
    }

    @Test func triesTheNextAddressOfANameWhenTheFirstRefuses() async throws {
        try await RawServer.run { url, accept in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let port = try WebSocketURL(url).port
            let prepared = Mutex(0)
            let opened = WebSocketClient.connect(
                to: "ws://two.test:\(port)/path",
                [:],
                WebSocketClientConfiguration(),
                on: eventLoop,
                // Nobody listens at the first one.
                resolver: FixedResolver(["127.0.0.2", "127.0.0.1"], port: port, on: eventLoop),
                prepare: { _ in prepared.withLock { $0 += 1 } }
            ) { _ in Echo() }
            let request = try await accept().acceptUpgrade()
            try await opened.get()
            #expect(request.contains("two.test:\(port)"))
            #expect(prepared.withLock { $0 } == 2)
        }
    }

    @Test func endsAnAttemptWhoseChannelIsClosed() async throws {
        try await RawServer.run { url, accept in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let channels = Mutex<[any Channel]>([])
            let opened = try await eventLoop.submit {
                NIOLoopBound(
                    WebSocketClient.connect(
                        to: url,
                        on: eventLoop,
                        prepare: { channel in channels.withLock { $0.append(channel) } },
                        delegate: Echo()
                    ),
                    eventLoop: eventLoop
                )
            }.get()
            let peer = try await accept()
            for channel in channels.withLock({ $0 }) { channel.close(promise: nil) }
            let error = await self.failure(of: try await eventLoop.submit { opened.value }.get())
            #expect(error?.code == .connectFailed)
            _ = await peer.readToEnd()
        }
    }

    @Test func failsWhenItsChannelIsRefused() async throws {
        struct Unwanted: Error {}
        try await RawServer.run { url, _ in
            let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
            let opened = try await eventLoop.submit {
                WebSocketClient.connect(to: url, on: eventLoop, prepare: { _ in throw Unwanted() }, delegate: Echo())
                    .map { true }.flatMapError { _ in eventLoop.makeSucceededFuture(false) }
            }.get().get()
            #expect(!opened)
        }
    }

    @Test func reportsARefusalWithStatusHeadersAndTheBeginningOfTheBody() async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url)
            let body = String(repeating: "x", count: 10_000)
            try await accept().acceptUpgrade { _ in
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 10000\r\n\r\n\(body)"
            }
            let error = try #require(await self.failure(of: opened))
            #expect(error.code == .refused)
            #expect(error.refusal?.status.code == 429)
            #expect(error.refusal?.headers[.retryAfter] == "7")
            #expect(error.refusal?.body.readableBytes == 4_096)
        }
    }

    static let bad101s: [@Sendable (String) -> String] = [
        { _ in "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n" },
        { _ in "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" },
        { "HTTP/1.1 101 S\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \($0)\r\n\r\n" },
        { "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Accept: \($0)\r\n\r\n" },
        {
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \($0)\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        },
        {
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \($0)\r\n"
                + "Sec-WebSocket-Protocol: nobody-asked\r\n\r\n"
        },
        { _ in "SSH-2.0-OpenSSH\r\n\r\n" },
    ]

    @Test(arguments: bad101s.indices) func refusesAnAnswerThatDoesNotFit(_ index: Int) async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url)
            try await accept().acceptUpgrade(Self.bad101s[index])
            let error = await self.failure(of: opened)
            #expect(error?.code == .invalidHandshake)
        }
    }

    @Test func givesUpWaitingForTheUpgrade() async throws {
        try await RawServer.run { url, accept in
            let configuration = WebSocketClientConfiguration(upgradeTimeout: .milliseconds(50))
            let error = await self.failure(of: self.connect(url, configuration: configuration))
            #expect(error?.code == .timedOut)
            _ = try await accept()
        }
    }

    @Test func reportsAServerThatHangsUpOrIsNotThere() async throws {
        try await RawServer.run { url, accept in
            let opened = self.connect(url)
            let peer = try await accept()
            try await peer.channel.close().get()
            let error = await self.failure(of: opened)
            #expect(error?.code == .connectFailed)
        }
        // Port 1 (tcpmux) has no server on any machine of this century.
        let error = await self.failure(of: self.connect("ws://127.0.0.1:1/"))
        #expect(error?.code == .connectFailed)
        #expect(error?.cause != nil)
    }

    @Test(arguments: [
        "", "localhost", "ftp://a/", "ws://", "ws://:80/", "ws://a:0/", "ws://a:65536/", "ws://a:b/", "ws://u:p@a/",
        "ws://a/#f", "ws://a/\r\nX: y", "ws://a b/", "ws://[::1/", "ws://[::1]x/", "ws://é/",
    ]) func refusesURL(_ url: String) async {
        let error = await self.failure(of: self.connect(url))
        #expect(error?.code == .invalidURL)
    }

    @Test func understandsURLs() throws {
        let plain = try WebSocketURL("ws://Example.com?a=b/c")
        #expect(plain.host == "Example.com" && plain.port == 80 && plain.target == "/?a=b/c" && !plain.isSecure)
        #expect(plain.hostField == "Example.com")
        let secure = try WebSocketURL("WSS://[::1]:8443/x%20y?z")
        #expect(secure.host == "::1" && secure.port == 8_443 && secure.isSecure && secure.target == "/x%20y?z")
        #expect(secure.hostField == "[::1]:8443")
    }

    @Test func talksToOurServerAsAnAsyncSequence() async throws {
        try await TestServer.run { port, _ in
            let echoed = try await WebSocketClient.withConnection(to: "ws://127.0.0.1:\(port)/messages") {
                inbound,
                outbound in
                try await outbound.write(.text("grüße"))
                try await outbound.write(.binary(ByteBuffer(bytes: [0, 255])))
                var echoed: [WebSocketMessage] = []
                for try await message in inbound {
                    echoed.append(message)
                    if echoed.count == 2 { break }
                }
                return echoed
            }
            #expect(echoed == [.text("grüße"), .binary(ByteBuffer(bytes: [0, 255]))])
        }
    }

    @Test func refusesACertificateThatNobodyVouchesFor() async throws {
        // A server that speaks no TLS at all fails as well, and without any plain text being sent.
        try await RawServer.run { url, accept in
            let opened = self.connect(url.replacing("ws://", with: "wss://"))
            let peer = try await accept()
            #expect(await peer.readMore())
            #expect(peer.unread.first == 0x16)
            try await peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            let error = await self.failure(of: opened)
            #expect(error?.code == .connectFailed)
        }
    }
}
