// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import Deepgram
@testable import WebSockets

/// The connection on an embedded event loop: hours pass at once.
@Suite struct ListenConnectionTests {
    private func open(
        _ parameters: ListenParameters = .nova(NovaParameters())
    ) throws -> (EmbeddedChannel, RecordingOwner, ListenConnection) {
        let channel = EmbeddedChannel()
        let owner = RecordingOwner()
        let configuration = ListenClientConfiguration(pingInterval: .seconds(100_000))
        let connection = ListenConnection(
            parameters,
            configuration: configuration,
            host: "a",
            eventLoop: channel.eventLoop,
            owner: owner
        )
        let webSocket = WebSocketConnection(
            role: .client,
            channel: channel,
            configuration: configuration.webSocket,
            delegate: connection,
            maskKeys: WebSocketMaskKeys()
        )
        try channel.pipeline.syncOperations.addHandler(WebSocketHandler(webSocket))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, owner, connection)
    }

    private func frames(_ channel: EmbeddedChannel) throws -> [EngineFrame] {
        var bytes: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += Array(buffer.readableBytesView) }
        var frames: [EngineFrame] = []
        while let frame = EngineFrame.take(&bytes) { frames.append(frame) }
        return frames
    }

    @Test func keepsItselfAliveWithTextAndOnlyAfterAudio() throws {
        let (channel, owner, connection) = try self.open()
        #expect(owner.opened == 1)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(connection.send(.keepAlive) == false)
        #expect(try self.frames(channel).isEmpty)
        #expect(connection.sendAudio { $0.writeRepeatingByte(0xFF, count: 160) })
        _ = try self.frames(channel)
        // An hour between two calls.
        for _ in 0..<900 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(4))
            #expect(
                try self.frames(channel) == [EngineFrame(opcode: 1, payload: Array(#"{"type":"KeepAlive"}"#.utf8))]
            )
        }
        #expect(connection.fedSamples == 160)
    }

    @Test func isSilentWhileAudioFlows() throws {
        let (channel, _, connection) = try self.open()
        for _ in 0..<3_000 {
            #expect(connection.sendAudio { $0.writeRepeatingByte(0x55, count: 160) })
            channel.embeddedEventLoop.advanceTime(by: .milliseconds(20))
        }
        let frames = try self.frames(channel)
        #expect(frames.count == 3_000)
        #expect(frames.allSatisfy { $0.opcode == 2 && $0.payload.count == 160 })
    }

    @Test func aCommandOfItsOwnerDoesNotPutTheKeepAliveOff() throws {
        let (channel, _, connection) = try self.open()
        #expect(connection.sendAudio { $0.writeInteger(UInt8(0xFF)) })
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(connection.send(.finalize()))
        _ = try self.frames(channel)
        channel.embeddedEventLoop.advanceTime(by: .seconds(2))
        #expect(try self.frames(channel).map(\.text) == [#"{"type":"KeepAlive"}"#])
    }

    @Test func sendsNothingMoreWhenItIsOver() throws {
        let (channel, owner, connection) = try self.open()
        #expect(connection.sendAudio { $0.writeInteger(UInt8(0xFF)) })
        _ = try self.frames(channel)
        connection.abandon()
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(try self.frames(channel).isEmpty)
        #expect(owner.ends.isEmpty)
        #expect(!connection.sendAudio { $0.writeInteger(UInt8(0xFF)) })
        #expect(connection.queuedBytes == 0)
    }
}
