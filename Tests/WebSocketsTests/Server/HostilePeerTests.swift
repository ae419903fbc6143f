// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Testing

@testable import WebSockets

/// The promises R33, R34 and R38: a peer that misbehaves costs bounded memory and harms nobody else.
@Suite(.timeLimit(.minutes(1))) struct HostilePeerTests {
    @Test func closesAnAnnouncedTebibyteAtOnce() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                try await peer.send(Frame(opcode: 2, announcedLength: 1 << 40).masked())
                #expect(await peer.readFrame()?.closeCode == 1009)
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }

    @Test func closesEndlessFragments() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                try await peer.send(Frame.text("", isFinal: false).masked())
                for _ in 0..<64 { try await peer.send(Frame.continuation("", isFinal: false).masked()) }
                #expect(await peer.readFrame()?.closeCode == 1009)
            }
        }
    }

    @Test func stopsTakingFromAPeerThatNeverReads() async throws {
        let connections = Recorder<Int>()
        try await TestServer.run(
            shouldUpgrade: { _ in .upgrade { _ in FloodedEcho(connections) } }
        ) { port, _ in
            try await RawPeer.connect(to: port, reads: false) { peer in
                try await peer.send(RawPeer.upgradeRequest())
                // Pings and texts, 32 MB of them, none of whose answers is read.
                let burst = (0..<64).flatMap { _ in
                    Frame.text(String(repeating: "x", count: 60_000)).masked().bytes + Frame.ping([1]).masked().bytes
                }
                for _ in 0..<8 { peer.channel.writeAndFlush(ByteBuffer(bytes: burst), promise: nil) }
                while (connections.values.last ?? 0) == 0 { await Task.yield() }
                try await RawPeer.connect(to: port) { other in
                    _ = try await other.upgrade()
                    try await other.send(Frame.text("genuine").masked())
                    #expect(await other.readFrame()?.payload == Array("genuine".utf8))
                }
            }
        }
        // What was queued never exceeded the bound, and what did not fit was counted.
        #expect(connections.values.allSatisfy { $0 > 0 })
    }

    @Test func holdsABoundedNumberOfMessagesForASlowReader() async throws {
        let received = Recorder<Int>()
        let gate = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        try await TestServer.run(
            shouldUpgrade: { _ in
                .upgrade(messages: { inbound, outbound in
                    try await gate.futureResult.get()
                    var count = 0
                    for try await message in inbound {
                        count += 1
                        guard case .text("last") = message else { continue }
                        received.append(count)
                        try await outbound.write(.text("seen"))
                    }
                })
            }
        ) { port, _ in
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                // More than every buffer between here and the reader holds: the last write waits for the reader.
                let burst = ByteBuffer(
                    bytes: (0..<200).flatMap { _ in Frame.binary(Array(repeating: 1, count: 60_000)).masked().bytes }
                )
                let last = peer.channel.eventLoop.makePromise(of: Void.self)
                peer.channel.write(burst, promise: nil)
                peer.channel.writeAndFlush(ByteBuffer(bytes: Frame.text("last").masked().bytes), promise: last)
                try await RawPeer.connect(to: port) { other in
                    try await other.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(await other.readResponse()?.body == "hello")
                }
                gate.succeed()
                try await last.futureResult.get()
                #expect(await peer.readFrame()?.payload == Array("seen".utf8))
            }
        }
        #expect(received.values == [201])
    }

    @Test func survivesConnectionsThatBreakAnywhere() async throws {
        let bytes = Array(RawPeer.upgradeRequest().utf8) + Frame.text("half a frame").masked().bytes
        try await TestServer.run { port, _ in
            for length in stride(from: 0, through: bytes.count, by: 7) {
                try await RawPeer.connect(to: port) { peer in
                    try await peer.send(Array(bytes[..<length]))
                }
            }
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                try await peer.send(Frame.text("genuine").masked())
                #expect(await peer.readFrame()?.payload == Array("genuine".utf8))
            }
        }
    }

    @Test func endsAPeerThatClosesItsSendingSide() async throws {
        try await TestServer.run { port, _ in
            try await RawPeer.connect(to: port) { peer in
                _ = try await peer.upgrade()
                try await peer.channel.close(mode: .output).get()
                #expect(await peer.readToEnd().isEmpty)
            }
        }
    }
}

/// Echoes without regard to whether anybody reads, and reports the queue whenever a message is dropped.
private final class FloodedEcho: WebSocketDelegate {
    private let reports: Recorder<Int>

    init(_ reports: Recorder<Int>) {
        self.reports = reports
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {}

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        guard webSocket.sendText(text) == .queueFull else { return }
        self.reports.append(webSocket.queuedBytes <= webSocket.configuration.maxOutboundQueue ? 1 : -1)
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {}
    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {}
}
