// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

@testable import WebSockets

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The other end of one connection, which does literally what a test says.
final class EnginePeer: Sendable {
    private struct Inbox {
        var bytes: [UInt8] = []
        var isEnded = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let peer: EnginePeer

        init(_ peer: EnginePeer) { self.peer = peer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.peer.append(Array(self.unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { self.peer.end() }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { self.peer.end() }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            self.peer.end()
            context.close(promise: nil)
        }
    }

    let channel: any Channel
    private let inbox = Mutex(Inbox())

    init(_ channel: any Channel) throws {
        self.channel = channel
        try channel.pipeline.syncOperations.addHandler(Handler(self))
    }

    private func append(_ bytes: [UInt8]) {
        self.inbox.withLock { inbox in
            inbox.bytes += bytes
            defer { inbox.waiter = nil }
            return inbox.waiter
        }?.resume()
    }

    private func end() {
        self.inbox.withLock { inbox in
            inbox.isEnded = true
            defer { inbox.waiter = nil }
            return inbox.waiter
        }?.resume()
    }

    /// Waits until `parse` finds something in what has come; `nil` at the end of the stream.
    private func read<Value>(_ parse: (inout [UInt8]) -> Value?) async -> Value? {
        while true {
            // Counted in the same breath: what came after is looked at again.
            let (value, isEnded, count) = self.inbox.withLock { (parse(&$0.bytes), $0.isEnded, $0.bytes.count) }
            if let value { return value }
            if isEnded { return nil }
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let goesOn = self.inbox.withLock { inbox in
                    if inbox.bytes.count != count || inbox.isEnded { return true }
                    inbox.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        }
    }

    // MARK: HTTP

    /// The request's head; `nil` when the connection ends before.
    func readRequest() async -> String? {
        await self.read { bytes in
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let head = String(decoding: bytes[..<end.upperBound], as: UTF8.self)
            bytes.removeFirst(end.upperBound)
            return head
        }
    }

    /// Reads the request and answers 101.
    @discardableResult
    func upgrade(requestID: String = "request-1", followedBy bytes: [UInt8] = []) async throws -> String {
        let request = await self.readRequest() ?? ""
        let key = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key: ") }
        let accept = WebSocketHandshake.accept(forKey: key.map { String($0.dropFirst(19)) } ?? "")
        let answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "dg-request-id: \(requestID)\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
        try await self.send(Array(answer.utf8) + bytes)
        return request
    }

    /// Reads the request and answers otherwise.
    func refuse(_ status: String, _ headers: [String] = [], body: String = "") async throws {
        _ = await self.readRequest()
        let head = (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n")
        try await self.send(Array((head + "\r\n\r\n" + body).utf8))
    }

    // MARK: Frames

    func send(_ bytes: [UInt8]) async throws {
        try await self.channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func sendText(_ text: String) async throws {
        try await self.send(EngineFrame(opcode: 1, payload: Array(text.utf8)).bytes)
    }

    func sendClose(_ code: UInt16, _ reason: String = "") async throws {
        try await self.send(
            EngineFrame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8)).bytes
        )
    }

    /// The next frame of any kind; `nil` when the connection ends.
    func readFrame() async -> EngineFrame? {
        await self.read { EngineFrame.take(&$0) }
    }

    /// The next frame that is neither ping nor `KeepAlive`: those come when the machine was busy for long.
    func readMessage() async -> EngineFrame? {
        while let frame = await self.readFrame() {
            if frame.opcode != 9, frame.text != #"{"type":"KeepAlive"}"# { return frame }
        }
        return nil
    }

    /// Waits for the end of the connection, whatever still comes.
    func readToEnd() async -> [UInt8] {
        let _: Int? = await self.read { _ in nil }
        return self.inbox.withLock { $0.bytes }
    }

    /// Nothing is taken from the socket any more.
    func stopReading() async throws {
        try await self.channel.setOption(.autoRead, value: false).get()
    }

    /// Ends the connection with RST.
    func reset() async throws {
        let options = self.channel as? any SocketOptionProvider
        try await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await self.channel.close().get()
    }
}
