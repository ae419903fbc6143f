// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Testing

@testable import WebSockets

@Suite(.timeLimit(.minutes(2))) struct ConformanceTests {
    private static let limits = WebSocketLimits(maxMessageSize: 32 << 20, maxFrameSize: 32 << 20, maxFragments: 100_000)
    private static let configuration = WebSocketConfiguration(limits: Self.limits, maxOutboundQueue: 64 << 20)
    private static let echo: WebSocketHTTPChannel.ShouldUpgrade = { _ in
        .upgrade(configuration: Self.configuration) { _ in Echo() }
    }

    @Test(arguments: [false, true]) func serverBehaves(_ isBytewise: Bool) async throws {
        try await TestServer.run(shouldUpgrade: Self.echo) { port, _ in
            for item in ConformanceCase.all where !isBytewise || item.sent.allSatisfy({ $0.payload.count < 500 }) {
                try await RawPeer.connect(to: port) { peer in
                    let head = try await peer.upgrade()
                    #expect(head.hasPrefix("HTTP/1.1 101 "))
                    try await self.check(item, peer, isBytewise: isBytewise) { $0.masked() }
                }
            }
        }
    }

    @Test(arguments: [false, true]) func clientBehaves(_ isBytewise: Bool) async throws {
        for item in ConformanceCase.all where !isBytewise || item.sent.allSatisfy({ $0.payload.count < 500 }) {
            try await RawServer.run { url, accept in
                let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
                let configuration = WebSocketClientConfiguration(webSocket: Self.configuration)
                let opened = WebSocketClient.connect(to: url, configuration: configuration, on: eventLoop) { _ in Echo()
                }
                let peer = try await accept()
                try await peer.acceptUpgrade()
                try await opened.get()
                try await self.check(item, peer, isBytewise: isBytewise) { $0 }
            }
        }
    }

    private func check(
        _ item: ConformanceCase,
        _ peer: RawPeer,
        isBytewise: Bool,
        _ prepare: (Frame) -> Frame
    ) async throws {
        let bytes = item.sent.flatMap { prepare($0).bytes }
        // An endpoint may hang up at the first bad byte; what cannot be sent any more is not missed.
        if isBytewise { try? await peer.sendBytewise(bytes) } else { try? await peer.send(bytes) }
        for frame in item.echoed {
            let answer = await peer.readFrame()
            #expect(answer?.opcode == frame.opcode, "\(item.testDescription)")
            #expect(answer?.payload == frame.payload, "\(item.testDescription)")
        }
        if item.closeCode == nil { try await peer.send(prepare(.close(1000))) }
        let close = await peer.readFrame()
        #expect(close?.closeCode == item.closeCode ?? 1000, "\(item.testDescription)")
        // A client waits for its server to hang up.
        try? await peer.channel.close(mode: .output).get()
        #expect(await peer.readToEnd().isEmpty, "\(item.testDescription)")
    }

    /// Group 9: large messages, in one frame and in many, in reasonable time.
    @Test(arguments: [64, 4_096, 1 << 20]) func echoesLargeMessagesInFragments(_ fragment: Int) async throws {
        let size = 2 << 20
        try await TestServer.run(shouldUpgrade: Self.echo) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                let piece = [UInt8](repeating: 0x2A, count: fragment)
                let count = size / fragment
                var bytes = Frame(opcode: 1, payload: piece, isFinal: false).masked().bytes
                let middle = Frame.continuation(piece, isFinal: false).masked().bytes
                for _ in 0..<max(0, count - 2) { bytes += middle }
                bytes += Frame.continuation(piece).masked().bytes
                try await peer.send(bytes)
                var received = 0
                // Not through `readFrame`, which would look at the same bytes again and again.
                while received < size + 10, await peer.readMore() {
                    received = peer.unread.count
                }
                let echo = Frame.parse(peer.unread).first
                #expect(echo?.payload.count == max(count, 2) * fragment)
            }
        }
    }
}
