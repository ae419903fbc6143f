// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOPosix
import Testing

@testable import WebSockets

@Suite(.timeLimit(.minutes(1))) struct UpgradeTests {
    private let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test func upgradesTheFirstRequestOfAConnection() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                let head = try await peer.upgrade()
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                // RFC 6455 section 1.3's own example of key and accept.
                #expect(head.lowercased().contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="))
                #expect(!head.lowercased().contains("sec-websocket-protocol"))
                #expect(
                    !head.lowercased().contains("content-length") && !head.lowercased().contains("transfer-encoding")
                )
                try await peer.send(Frame.text("first").masked())
                #expect(await peer.readFrame()?.payload == Array("first".utf8))
                try await peer.send(Frame.close(1000).masked())
                #expect(await peer.readFrame()?.closeCode == 1000)
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    @Test func upgradesALaterRequestOfAKeptAliveConnection() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                for _ in 0..<3 {
                    try await peer.send(self.hello)
                    #expect(await peer.readResponse()?.body == "hello")
                }
                let upgraded1 = try await peer.upgrade()
                #expect(upgraded1.hasPrefix("HTTP/1.1 101 "))
                try await peer.send(Frame.text("later").masked())
                #expect(await peer.readFrame()?.payload == Array("later".utf8))
                try await peer.send(Frame.close(1000).masked())
                #expect(await peer.readFrame()?.closeCode == 1000)
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    @Test func takesFramesThatArriveTogetherWithTheUpgradeRequest() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                let frames = Frame.text("one").masked().bytes + Frame.text("two").masked().bytes
                try await peer.send(Array((self.hello + RawPeer.upgradeRequest()).utf8) + frames)
                #expect(await peer.readResponse()?.body == "hello")
                #expect(await peer.readResponse()?.head.hasPrefix("HTTP/1.1 101 ") == true)
                #expect(await peer.readFrame()?.payload == Array("one".utf8))
                #expect(await peer.readFrame()?.payload == Array("two".utf8))
            }
        }
    }

    @Test func upgradesWhenTheRequestArrivesByteByByte() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.sendBytewise(Array(RawPeer.upgradeRequest().utf8) + Frame.text("slow").masked().bytes)
                #expect(await peer.readResponse()?.head.hasPrefix("HTTP/1.1 101 ") == true)
                #expect(await peer.readFrame()?.payload == Array("slow".utf8))
            }
        }
    }

    @Test(arguments: [401, 403, 404, 429])
    func refusesWithTheApplicationsStatusAndGoesOn(_ status: Int) async throws {
        let reasons = Recorder<HTTPEdgeRefusal>()
        var edge = TestServer.patient
        edge.onRefusal = { reasons.append($0) }
        try await TestServer.run(edge: edge) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(RawPeer.upgradeRequest("/\(status)"))
                let refusal = try #require(await peer.readResponse())
                #expect(refusal.head.hasPrefix("HTTP/1.1 \(status) "))
                if status == 429 { #expect(refusal.head.lowercased().contains("retry-after: 7")) }
                try await peer.send(self.hello)
                #expect(await peer.readResponse()?.body == "hello")
                let upgraded2 = try await peer.upgrade()
                #expect(upgraded2.hasPrefix("HTTP/1.1 101 "))
            }
        }
        #expect(reasons.values.map(\.reason) == [.refusedUpgrade])
        #expect(reasons.values.map(\.status) == [status])
    }

    @Test func handsAnUpgradeThatIsNoneToTheRouterAndGoesOn() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(RawPeer.upgradeRequest("/hello") + self.hello)
                #expect(await peer.readResponse()?.body == "hello")
                #expect(await peer.readResponse()?.body == "hello")
                // An upgrade to something else is an ordinary request (RFC 9110 section 7.8).
                let h2c =
                    "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
                try await peer.send(h2c + self.hello)
                #expect(await peer.readResponse()?.body == "hello")
                #expect(await peer.readResponse()?.body == "hello")
                let upgraded3 = try await peer.upgrade()
                #expect(upgraded3.hasPrefix("HTTP/1.1 101 "))
            }
        }
    }

    @Test func answersAnErrorOfTheApplicationWith500() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                let upgraded4 = try await peer.upgrade("/elsewhere")
                #expect(upgraded4.hasPrefix("HTTP/1.1 500 "))
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    @Test func answersAnApplicationThatDoesNotDecideWith503() async throws {
        var edge = TestServer.patient
        edge.upgradeTimeout = .milliseconds(50)
        try await TestServer.run(
            edge: edge,
            shouldUpgrade: { _ in
                try await Task.sleep(for: .seconds(30))
                return .notWebSocket
            }
        ) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                let upgraded5 = try await peer.upgrade()
                #expect(upgraded5.hasPrefix("HTTP/1.1 503 "))
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    struct BadHandshake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: Int
        var change: @Sendable (String) -> String
    }

    static let badHandshakes = [
        BadHandshake(testDescription: "no version", status: 426) {
            $0.replacing("Sec-WebSocket-Version: 13\r\n", with: "")
        },
        BadHandshake(testDescription: "version 8", status: 426) { $0.replacing("Version: 13", with: "Version: 8") },
        BadHandshake(testDescription: "no key", status: 400) {
            $0.replacing("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", with: "")
        },
        BadHandshake(testDescription: "a short key", status: 400) {
            $0.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "dGhl")
        },
        BadHandshake(testDescription: "a key of 17 bytes", status: 400) {
            $0.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "dGhlIHNhbXBsZSBub25jZTE=")
        },
        BadHandshake(testDescription: "two keys", status: 400) {
            $0.replacing("Host:", with: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHost:")
        },
        BadHandshake(testDescription: "no Connection", status: 400) {
            $0.replacing("Connection: Upgrade\r\n", with: "")
        },
        BadHandshake(testDescription: "POST", status: 405) { $0.replacing("GET", with: "POST") },
        BadHandshake(testDescription: "HTTP/1.0", status: 400) { $0.replacing("HTTP/1.1", with: "HTTP/1.0") },
        BadHandshake(testDescription: "no Host", status: 400) { $0.replacing("Host: localhost\r\n", with: "") },
        BadHandshake(testDescription: "a body", status: 400) {
            $0.replacing("Host:", with: "Content-Length: 3\r\nHost:") + "abc"
        },
    ]

    @Test(arguments: Self.badHandshakes) func refusesBadHandshake(_ bad: BadHandshake) async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(bad.change(RawPeer.upgradeRequest()))
                let response = try #require(await peer.readResponse())
                #expect(response.head.hasPrefix("HTTP/1.1 \(bad.status) "))
                if bad.status == 426 { #expect(response.head.lowercased().contains("sec-websocket-version: 13")) }
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    @Test func acceptsHandshakesThatBrowsersAndProxiesWrite() async throws {
        let request =
            "GET /echo HTTP/1.1\r\nhost: localhost\r\nUPGRADE: WebSocket\r\nconnection: keep-alive, Upgrade\r\n"
            + "sec-websocket-version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: https://example.com\r\n\r\n"
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(request)
                let head = try #require(await peer.readResponse()).head
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(!head.lowercased().contains("sec-websocket-extensions"))
            }
        }
    }

    @Test func closesWebSocketsWhenTheServerShutsDownGracefullyAndWaitsForThem() async throws {
        try await TestServer.run { port, server in
            try await RawPeer.connect(to: port) { peer in
                let upgraded6 = try await peer.upgrade()
                #expect(upgraded6.hasPrefix("HTTP/1.1 101 "))
                async let stopped: Void = server.shutdownGracefully()
                #expect(await peer.readFrame()?.closeCode == 1001)
                try await peer.send(Frame.close(1001).masked())
                #expect(await peer.readToEnd().isEmpty)
                try await stopped
            }
        }
    }

    @Test func closesIdleConnectionsWhenTheServerShutsDownGracefully() async throws {
        try await TestServer.run { port, server in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(self.hello)
                #expect(await peer.readResponse()?.body == "hello")
                async let stopped: Void = server.shutdownGracefully()
                #expect(await peer.readToEnd().isEmpty)
                try await stopped
            }
        }
    }

    @Test func servesMessagesAsAnAsyncSequence() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                try await peer.send(self.hello)
                #expect(await peer.readResponse()?.body == "hello")
                let upgraded7 = try await peer.upgrade("/messages")
                #expect(upgraded7.hasPrefix("HTTP/1.1 101 "))
                for number in 0..<100 { try await peer.send(Frame.text("\(number)").masked()) }
                for number in 0..<100 { #expect(await peer.readFrame()?.payload == Array("\(number)".utf8)) }
                try await peer.send(Frame.text(String(repeating: "x", count: 1_001)).masked())
                #expect(await peer.readFrame()?.closeCode == 1009)
                try await peer.send(Frame.close(1009).masked())
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }
}
