// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import WebSockets

/// The connection on an embedded event loop, whose time stands still unless a test moves it.
@Suite struct ConnectionTests {
    private final class Probe: WebSocketDelegate {
        var texts: [String] = []
        var closures: [WebSocketClosure] = []
        var pongs = 0
        var readCycles = 0
        var connection: WebSocketConnection?
        var onText: (WebSocketConnection, String) -> Void = { _, _ in }

        func webSocketDidOpen(_ webSocket: WebSocketConnection) { self.connection = webSocket }

        func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
            let text = text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            self.texts.append(text)
            self.onText(webSocket, text)
        }

        func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {}
        func webSocket(_ webSocket: WebSocketConnection, didReceivePong payload: RawSpan) { self.pongs += 1 }
        func webSocketDidFinishReading(_ webSocket: WebSocketConnection) { self.readCycles += 1 }
        func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
            self.closures.append(closure)
        }
    }

    private func open(
        _ configuration: WebSocketConfiguration = WebSocketConfiguration(),
        role: WebSocketRole = .server
    ) throws -> (EmbeddedChannel, WebSocketConnection, Probe) {
        let channel = EmbeddedChannel()
        let probe = Probe()
        let connection = WebSocketConnection(
            role: role,
            channel: channel,
            configuration: configuration,
            delegate: probe,
            maskKeys: role == .client ? WebSocketMaskKeys(SeededGenerator(seed: 1)) : nil
        )
        try channel.pipeline.syncOperations.addHandler(WebSocketHandler(connection))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, connection, probe)
    }

    private func frames(_ channel: EmbeddedChannel) throws -> [Frame] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += Array(buffer.readableBytesView) }
        return Frame.parse(bytes)
    }

    private func deliver(_ frames: [Frame], to channel: EmbeddedChannel) throws {
        try channel.writeInbound(ByteBuffer(bytes: frames.flatMap { $0.masked().bytes }))
    }

    @Test func sendsAnEmptyBinaryMessageUnlessToldNotTo() throws {
        let (channel, connection, _) = try self.open(role: .client)
        #expect(connection.sendBinaryUnlessEmpty { _ in } == .sent)
        #expect(try self.frames(channel).isEmpty)
        #expect(connection.sendBinaryUnlessEmpty { $0.writeInteger(UInt8(7)) } == .sent)
        #expect(connection.sendBinary { _ in } == .sent)
        #expect(try self.frames(channel).map(\.payload) == [[7], []])
    }

    @Test func gathersWhatIsSentInOneReadCycleIntoOneWrite() throws {
        let (channel, _, probe) = try self.open()
        probe.onText = { $0.sendText($1) }
        try self.deliver([.text("a"), .text("b"), .ping([1]), .text("c")], to: channel)
        let buffer = try #require(try channel.readOutbound(as: ByteBuffer.self))
        #expect(Frame.parse(Array(buffer.readableBytesView)).map(\.opcode) == [1, 1, 10, 1])
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        #expect(probe.readCycles == 1)
    }

    @Test func sendsAtOnceOutsideAReadCycleAndTogetherInABatch() throws {
        let (channel, connection, _) = try self.open()
        connection.sendText("a")
        connection.sendText("b")
        #expect(try channel.readOutbound(as: ByteBuffer.self)?.readableBytes == 3)
        #expect(try channel.readOutbound(as: ByteBuffer.self)?.readableBytes == 3)
        connection.batch {
            connection.sendText("a")
            connection.sendBinary { $0.writeInteger(UInt8(1)) }
        }
        #expect(try channel.readOutbound(as: ByteBuffer.self)?.readableBytes == 6)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test func sendsLargeBuffersWithoutTouchingThem() throws {
        let (channel, connection, _) = try self.open()
        let large = ByteBuffer(repeating: 7, count: 100_000)
        #expect(connection.sendBinary(large) == .sent)
        let frames = try self.frames(channel)
        #expect(frames.count == 1 && frames[0].payload == Array(large.readableBytesView))
        let (clientChannel, client, _) = try self.open(role: .client)
        #expect(client.sendBinary(large) == .sent)
        let masked = try self.frames(clientChannel)
        #expect(masked.count == 1 && masked[0].payload == Array(large.readableBytesView) && masked[0].mask != nil)
        #expect(large == ByteBuffer(repeating: 7, count: 100_000))
    }

    @Test func dropsAndCountsMessagesOverTheOutboundBound() throws {
        let (channel, connection, _) = try self.open(WebSocketConfiguration(maxOutboundQueue: 1_000))
        connection.batch {
            #expect(connection.sendText(String(repeating: "a", count: 600)) == .sent)
            #expect(connection.sendText(String(repeating: "b", count: 600)) == .queueFull)
            #expect(connection.sendText("c") == .sent)
            #expect(connection.sendBinary(ByteBuffer(repeating: 1, count: 100_000)) == .queueFull)
        }
        #expect(connection.droppedMessages == 2)
        #expect(try self.frames(channel).map(\.payload.count) == [600, 1])
    }

    @Test func keepsAWholeQueueOnlyWithinItsBoundWhenThePeerDoesNotRead() throws {
        let (channel, connection, _) = try self.open(WebSocketConfiguration(maxOutboundQueue: 10_000))
        // Written but not flushed counts as taken by nobody yet.
        connection.batch {
            for _ in 0..<1_000 { connection.sendText(String(repeating: "a", count: 100)) }
            #expect(connection.queuedBytes <= 10_000)
        }
        #expect(connection.droppedMessages == 1_000 - 98)
        #expect(try self.frames(channel).count == 98)
    }

    @Test func pingsOnTimeAndEndsADeadConnection() throws {
        let (channel, _, probe) = try self.open()
        channel.embeddedEventLoop.advanceTime(by: .seconds(19))
        #expect(try self.frames(channel).isEmpty)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(try self.frames(channel).map(\.opcode) == [9])
        try self.deliver([.pong()], to: channel)
        #expect(probe.pongs == 1)
        channel.embeddedEventLoop.advanceTime(by: .seconds(40))
        #expect(try self.frames(channel).map(\.opcode) == [9, 9])
        #expect(probe.closures.isEmpty)
        channel.embeddedEventLoop.advanceTime(by: .seconds(20))
        #expect(probe.closures.map(\.error?.code) == [.timedOut])
        #expect(!channel.isActive)
    }

    @Test func endsACloseHandshakeThatThePeerDoesNotAnswer() throws {
        let (channel, connection, probe) = try self.open()
        connection.close(.policyViolation, reason: "enough")
        #expect(connection.sendText("too late") == .closed)
        #expect(connection.ping() == .closed)
        let frames = try self.frames(channel)
        #expect(frames.map(\.closeCode) == [1008])
        #expect(Array(frames[0].payload.dropFirst(2)) == Array("enough".utf8))
        channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        #expect(probe.closures.isEmpty)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(probe.closures.count == 1 && probe.closures[0].initiator == .local)
        #expect(!channel.isActive)
    }

    @Test func replacesCodesThatMustNotBeSentAndCutsLongReasons() throws {
        let (channel, connection, _) = try self.open()
        connection.close(WebSocketCloseCode(rawValue: 1006), reason: String(repeating: "é", count: 100))
        let frame = try #require(try self.frames(channel).first)
        #expect(frame.closeCode == 1011)
        #expect(frame.payload.count == 2 + 122)
    }

    @Test func deliversNothingAfterTheEnd() throws {
        let (channel, _, probe) = try self.open()
        try self.deliver([.text("a"), .close(1000), .text("b")], to: channel)
        try? self.deliver([.text("c")], to: channel)
        #expect(probe.texts == ["a"])
        #expect(probe.closures.map(\.code) == [.normalClosure])
        #expect(probe.closures.map(\.initiator) == [.peer])
    }

    @Test func survivesADelegateThatClosesInACallback() throws {
        let (channel, _, probe) = try self.open()
        probe.onText = { webSocket, _ in webSocket.close(.unacceptableData) }
        try self.deliver([.text("a"), .text("b"), .text("c")], to: channel)
        #expect(probe.texts == ["a"])
        #expect(try self.frames(channel).map(\.closeCode) == [1003])
        try self.deliver([.close(1003)], to: channel)
        #expect(probe.closures.count == 1)
    }

    @Test func reportsALostConnection() throws {
        let (channel, _, probe) = try self.open()
        try channel.close().wait()
        #expect(probe.closures.map(\.error?.code) == [.connectionLost])
    }

    @Test func stopsReadingWhilePausedAndGoesOnAfterwards() throws {
        let (channel, connection, _) = try self.open()
        let counter = ReadCounter()
        try channel.pipeline.syncOperations.addHandler(counter, position: .first)
        connection.pauseReading()
        try self.deliver([.text("a")], to: channel)
        #expect(counter.reads == 0)
        connection.resumeReading()
        #expect(counter.reads == 1)
        try self.deliver([.text("a")], to: channel)
        #expect(counter.reads == 2)
    }

    @Test func asksTheDelegateWhenTheServerShutsDown() throws {
        let (channel, _, probe) = try self.open()
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try self.frames(channel).map(\.closeCode) == [1001])
        #expect(probe.closures.isEmpty)
    }

    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        var reads = 0

        func read(context: ChannelHandlerContext) {
            self.reads += 1
            context.read()
        }
    }
}
