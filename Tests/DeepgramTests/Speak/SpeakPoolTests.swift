// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import Foundation
import NIOCore
import Testing

@testable import Deepgram

@Suite(.timeLimit(.minutes(2))) struct SpeakPoolTests {
    private static let sound = [UInt8](repeating: 0x71, count: 320)

    private static func pool(
        _ server: EngineServer,
        limits: SpeakLimits = SpeakLimits(firstAudio: .seconds(60), stall: .seconds(60)),
        _ change: (inout SpeakPoolConfiguration) -> Void = { _ in }
    ) throws -> SpeakPool {
        var configuration = SpeakPoolConfiguration()
        configuration.connectTime = .seconds(30)
        configuration.clearTime = .seconds(60)
        change(&configuration)
        let access = SpeakAccess(
            endpoint: try DeepgramEndpoint("ws://127.0.0.1:\(server.port)", allowingPlaintext: true),
            credential: try .key("secret")
        )
        return try SpeakPool(access: access, limits: limits, configuration: configuration)
    }

    /// Reads a text's two messages.
    private static func text(_ peer: EnginePeer) async throws -> String {
        let speak = try #require(await peer.readMessage())
        let message = try JSONDecoder().decode([String: String].self, from: Data(speak.payload))
        #expect(message["type"] == "Speak")
        #expect(await peer.readMessage()?.text == #"{"type":"Flush"}"#)
        return message["text"] ?? ""
    }

    private static func speaks(_ peer: EnginePeer, _ audio: [UInt8] = sound, flush: Int? = 0) async throws {
        try await peer.send(EngineFrame(opcode: 2, payload: audio).bytes)
        if let flush { try await peer.sendText(#"{"type":"Flushed","sequence_id":\#(flush)}"#) }
    }

    @Test func speaksOneTextAfterTheOtherOverOneConnection() async throws {
        try await EngineServer.run { server in
            let pool = try Self.pool(server)
            let first = try await SpeakStage("Say \"one\".", by: pool)
            let peer = try await server.accept()
            let request = try await peer.upgrade()
            #expect(request.hasPrefix("GET /v1/speak?model=aura-2-thalia-en&encoding=mulaw&sample_rate=8000 HTTP/1.1"))
            #expect(request.lowercased().contains("authorization: token secret"))
            #expect(try await Self.text(peer) == "Say \"one\".")
            try await peer.sendText(#"{"type":"Metadata","request_id":"r-1","model_name":"x"}"#)
            try await Self.speaks(peer, flush: nil)
            await first.heard(320)
            #expect(!first.log.events.contains(.ended(nil)))
            for noise in ["", "{", "[]", #"{"type":7}"#, #"{"type":"Later"}"#] { try await peer.sendText(noise) }
            try await Self.speaks(peer)
            #expect(await first.ended().audio == Self.sound + Self.sound)
            for number in 1...3 {
                let next = try await SpeakStage("Text \(number).", by: pool)
                #expect(try await Self.text(peer) == "Text \(number).")
                try await Self.speaks(peer, flush: number)
                #expect(await next.ended().audio == Self.sound)
            }
        }
    }

    @Test func hearsNothingOfAClearedText() async throws {
        try await EngineServer.run { server in
            let pool = try Self.pool(server)
            let first = try await SpeakStage(by: pool)
            let peer = try await server.accept()
            try await peer.upgrade()
            _ = try await Self.text(peer)
            try await Self.speaks(peer, flush: nil)
            await first.heard(320)
            try await first.cancel()
            #expect(await peer.readMessage()?.text == #"{"type":"Clear"}"#)
            // Late sound, the answer, and then the answer to the flush of what was cleared.
            try await Self.speaks(peer, [9, 9, 9, 9], flush: nil)
            try await peer.sendText(#"{"type":"Cleared","sequence_id":0}"#)
            // A pong says that all before it has been read.
            try await peer.send(EngineFrame(opcode: 9, payload: []).bytes)
            #expect(await peer.readMessage()?.opcode == 10)
            var second = try await SpeakStage(by: pool)
            _ = try await Self.text(peer)
            try await peer.sendText(#"{"type":"Flushed","sequence_id":0}"#)
            try await Self.speaks(peer, flush: 1)
            #expect(await second.ended().audio == Self.sound)
            #expect(SpeakStage.audio(first.log.events) == Self.sound)
            second = try await SpeakStage(by: pool)
            _ = try await Self.text(peer)
            // A flush is not answered twice.
            try await peer.sendText(#"{"type":"Flushed","sequence_id":1}"#)
            try await Self.speaks(peer, flush: 2)
            #expect(await second.ended().audio == Self.sound)
        }
    }

    @Test(arguments: [
        ("401 No", DeepgramError.Code.unauthorised), ("429 No", .tooManyConnections), ("503 No", .unavailable),
    ])
    func saysWhatARefusalMeans(status: String, code: DeepgramError.Code) async throws {
        try await EngineServer.run { server in
            let stage = try await SpeakStage(by: try Self.pool(server))
            try await server.accept().refuse(status, ["Retry-After: 3"], body: #"{"err_code":"X"}"#)
            #expect(await stage.ended().code == code)
            #expect(stage.errors.events.first?.retryAfter == .seconds(3))
        }
    }

    @Test(arguments: [
        (UInt16(1011), "Time limit. See NET-0003", DeepgramError.Code.unavailable),
        (1008, "DATA-0001: characters", .tooManyConnections), (1000, "", .unavailable),
    ])
    func saysWhatACloseMeans(close: UInt16, reason: String, code: DeepgramError.Code) async throws {
        try await EngineServer.run { server in
            let stage = try await SpeakStage(by: try Self.pool(server))
            let peer = try await server.accept()
            try await peer.upgrade()
            _ = try await Self.text(peer)
            try await Self.speaks(peer, flush: nil)
            try await peer.sendClose(close, reason)
            let end = await stage.ended()
            #expect(end.code == code)
            #expect(end.audio == Self.sound)
        }
    }

    @Test func endsWhenTheConnectionBreaksOrDeepgramGivesUp() async throws {
        try await EngineServer.run { server in
            let pool = try Self.pool(server)
            for isReset in [true, false] {
                let stage = try await SpeakStage(by: pool)
                let peer = try await server.accept()
                try await peer.upgrade()
                _ = try await Self.text(peer)
                if isReset { try await peer.reset() } else { try await peer.sendText(#"{"type":"Error","code":"E"}"#) }
                #expect(await stage.ended().code == (isReset ? .connectFailed : .unavailable))
            }
        }
    }

    @Test func waitsOnlySoLongAndLeavesNothingOpen() async throws {
        try await EngineServer.run { server in
            let limits = SpeakLimits(firstAudio: .milliseconds(50), stall: .seconds(60))
            let stage = try await SpeakStage(by: try Self.pool(server, limits: limits))
            #expect(await stage.ended().code == .timedOut)
            // Cancelled before it stands.
            let early = try await SpeakStage(by: try Self.pool(server))
            try await early.cancel()
            #expect(early.log.events.isEmpty)
        }
    }

    @Test func opensAnotherConnectionForAnotherVoiceAndForTwoTextsAtOnce() async throws {
        try await EngineServer.run { server in
            let pool = try Self.pool(server)
            let first = try await SpeakStage(by: pool)
            let second = try await SpeakStage(by: pool)
            let third = try await SpeakStage(by: pool, parameters: SpeakParameters(voice: "aura-2-orion-en"))
            for _ in 0..<3 {
                let peer = try await server.accept()
                try await peer.upgrade()
                _ = try await Self.text(peer)
                try await Self.speaks(peer)
            }
            for stage in [first, second, third] { #expect(await stage.ended().code == nil) }
        }
    }

    @Test func keepsToDeepgramsLimits() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var machine = SpeakSocketMachine(SpeakPoolConfiguration())
        #expect(!machine.takes(1, at: start))
        machine.opened(at: start)
        for number in 0..<19 {
            #expect(machine.takes(100, at: start))
            machine.speaks(100, at: start)
            #expect(!machine.takes(1, at: start))
            _ = machine.heard()
            let isOver = machine.flushed(number)
            #expect(isOver)
        }
        #expect(!machine.takes(1, at: start + .seconds(59)))
        #expect(machine.takes(2_400, at: start + .seconds(60)))
        #expect(!machine.takes(2_401, at: start + .seconds(60)))
        machine.speaks(2_000, at: start + .seconds(60))
        let isOver = machine.flushed(nil)
        #expect(isOver)
        #expect(!machine.takes(401, at: start + .seconds(61)))
        #expect(machine.takes(400, at: start + .seconds(61)))
        #expect(!machine.takes(1, at: start + .seconds(55 * 60)))
        machine.warned()
        #expect(!machine.takes(1, at: start + .seconds(121)))
    }
}
