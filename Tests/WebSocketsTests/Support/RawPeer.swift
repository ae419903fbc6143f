// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

/// The other end of a TCP connection, which sends and expects literal bytes. Used by one task.
final class RawPeer: Sendable {
    let channel: any Channel
    private let received: NIOLoopBound<ReceivedBytes>
    /// Read from the socket, not yet taken by a test.
    private let unreadBytes = Mutex<[UInt8]>([])

    init(_ channel: any Channel, _ received: NIOLoopBound<ReceivedBytes>) {
        self.channel = channel
        self.received = received
    }

    var unread: [UInt8] {
        get { self.unreadBytes.withLock { $0 } }
        set { self.unreadBytes.withLock { $0 = newValue } }
    }

    /// Connects to a port of this machine; with `reads: false` nothing is ever read.
    static func connect<Result>(
        to port: Int,
        reads: Bool = true,
        _ body: (RawPeer) async throws -> Result
    ) async throws -> Result {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let received = try await eventLoop.submit { NIOLoopBound(ReceivedBytes(eventLoop), eventLoop: eventLoop) }.get()
        let channel = try await ClientBootstrap(group: eventLoop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(received.value)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let peer = RawPeer(channel, received)
        do {
            let result = try await body(peer)
            try? await channel.close().get()
            return result
        } catch {
            try? await channel.close().get()
            throw error
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func send(_ text: String) async throws {
        try await self.send(Array(text.utf8))
    }

    func send(_ frames: Frame...) async throws {
        try await self.send(frames.flatMap(\.bytes))
    }

    /// Each byte in a segment of its own.
    func sendBytewise(_ bytes: [UInt8]) async throws {
        for byte in bytes { try await self.send([byte]) }
    }

    /// Reads more; `false` at the end of the stream or when the connection broke.
    func readMore() async -> Bool {
        let received = self.received
        let eventLoop = self.channel.eventLoop
        guard let bytes = try? await eventLoop.flatSubmit({ received.value.next() }).get() else { return false }
        self.unread += bytes
        return true
    }

    /// Everything until the other side ends the connection.
    func readToEnd() async -> [UInt8] {
        while await self.readMore() {}
        let bytes = self.unread
        self.unread = []
        return bytes
    }

    func readTextToEnd() async -> String {
        String(decoding: await self.readToEnd(), as: UTF8.self)
    }

    /// An HTTP response: its head, and its body as `Content-Length` has it. `nil` when the connection ends first.
    func readResponse() async -> (head: String, body: String)? {
        while true {
            if let end = self.unread.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: self.unread[..<end.upperBound], as: UTF8.self)
                let length =
                    head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: " ")[1]) } ?? 0
                if self.unread.count >= end.upperBound + length {
                    let body = self.unread[end.upperBound..<end.upperBound + length]
                    self.unread.removeFirst(end.upperBound + length)
                    return (head, String(decoding: body, as: UTF8.self))
                }
            }
            guard await self.readMore() else { return nil }
        }
    }

    /// The next frame; `nil` when the connection ends first.
    func readFrame() async -> Frame? {
        while true {
            if let frame = Frame.parse(self.unread).first {
                self.unread.removeFirst(frame.bytes.count)
                return frame
            }
            guard await self.readMore() else { return nil }
        }
    }

    /// Asks for an upgrade and checks the answer.
    static func upgradeRequest(_ path: String = "/echo", extra: String = "") -> String {
        """
        GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(extra)\r\n
        """
    }

    func upgrade(_ path: String = "/echo") async throws -> String {
        try await self.send(Self.upgradeRequest(path))
        return await self.readResponse()?.head ?? ""
    }
}
