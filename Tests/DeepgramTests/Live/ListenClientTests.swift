// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Deepgram

/// One connection to a server of this machine that does what Deepgram does, or what it should not.
@Suite(.timeLimit(.minutes(1))) struct ListenClientTests {
    private func connected(
        _ parameters: ListenParameters = .nova(NovaParameters()),
        configuration: ListenClientConfiguration = .patient,
        receiveBuffer: Int? = nil,
        _ body: (Caller, EnginePeer) async throws -> Void
    ) async throws {
        try await EngineServer.run(receiveBuffer: receiveBuffer) { server in
            let client = try ListenClient.test(port: server.port, configuration: configuration)
            let caller = Caller(client, parameters)
            let peer = try await server.accept()
            try await peer.upgrade()
            try await caller.opened()
            try await body(caller, peer)
        }
    }

    private static let results = #"""
        {"type":"Results","channel_index":[0,1],"duration":1.0,"start":0.0,"is_final":true,"speech_final":true,\#
        "channel":{"alternatives":[{"transcript":"hello","confidence":0.9,"words":[]}]}}
        """#

    @Test func asksForTheParametersWithTheCredentialInTheHeader() async throws {
        try await EngineServer.run { server in
            let parameters = ListenParameters.nova(NovaParameters(keyterms: ["a b"]))
            let caller = Caller(try ListenClient.test(port: server.port), parameters)
            let request = try await server.accept().upgrade(requestID: "0-1-2")
            try await caller.opened()
            let lines = request.split(separator: "\r\n").map(String.init)
            #expect(lines.first == "GET \(parameters.target) HTTP/1.1")
            #expect(lines.filter { $0.lowercased() == "authorization: token secret" }.count == 1)
            #expect(!request.lowercased().contains("sec-websocket-protocol"))
            #expect(try await caller.withLink { $0.requestID } == "0-1-2")
        }
    }

    @Test func sendsAudioAsBinaryAndCommandsAsText() async throws {
        try await self.connected { caller, peer in
            try await caller.sendAudio(160)
            try await caller.sendAudio(320)
            #expect(try await caller.send(.finalize()) == true)
            #expect(await peer.readMessage() == EngineFrame(opcode: 2, payload: Array(repeating: 0x55, count: 160)))
            #expect(await peer.readMessage()?.payload.count == 320)
            let finalize = await peer.readMessage()
            #expect(finalize?.opcode == 1)
            #expect(finalize?.text.contains("Finalize") == true)
            #expect(try await caller.withLink { $0.fedSamples } == 480)
        }
    }

    @Test func neverSendsAnEmptyBinaryMessage() async throws {
        try await self.connected { caller, peer in
            #expect(try await caller.sendAudio(0) == true)
            #expect(try await caller.withLink { $0.fedSamples } == 0)
            try await caller.sendAudio(1)
            #expect(await peer.readMessage() == EngineFrame(opcode: 2, payload: [0x55]))
        }
    }

    @Test func deliversWhatDeepgramSays() async throws {
        try await self.connected { caller, peer in
            try await peer.sendText(Self.results)
            guard case .results(let results) = try await caller.received() else { throw Caller.Unexpected() }
            #expect(results.duration == 1)
        }
    }

    @Test func ignoresGarbageAndGoesOn() async throws {
        try await self.connected { caller, peer in
            for text in ["", "{", "[]", "\"type\"", "{\"type\":7}", String(repeating: "[", count: 100_000), "\u{0}"] {
                try await peer.sendText(text)
                #expect(try await caller.ignored() == "malformed")
            }
            try await peer.send(EngineFrame(opcode: 2, payload: [1, 2, 3]).bytes)
            #expect(try await caller.ignored() == "binary")
            try await peer.sendText(Self.results)
            _ = try await caller.received()
        }
    }

    @Test func aMessageOverTheLimitCostsTheConnectionAndNoMore() async throws {
        try await self.connected { caller, peer in
            try await peer.send(EngineFrame(opcode: 1, payload: Array(repeating: 0x20, count: 1 << 20)).bytes)
            #expect(try await caller.ignored() == "malformed")
            // 10 MB are announced; they need not even come.
            try await peer.send(EngineFrame(opcode: 1, payload: [0x20], announcedLength: 10_000_000).bytes)
            let error = try #require(try await caller.ended())
            #expect(error.code == .unavailable)
            #expect(!error.isFinal)
            _ = await peer.readToEnd()
        }
    }

    @Test func endsCleanlyWithCloseStream() async throws {
        try await self.connected { caller, peer in
            try await caller.sendAudio()
            _ = await peer.readMessage()
            #expect(try await caller.send(.closeStream) == true)
            #expect(await peer.readMessage()?.text == #"{"type":"CloseStream"}"#)
            #expect(try await caller.sendAudio() == false)
            #expect(try await caller.send(.finalize()) == false)
            try await peer.sendText(Self.results)
            _ = try await caller.received()
            try await peer.sendClose(1000)
            #expect(try await caller.ended() == nil)
            // The answer to the close frame, which Deepgram sent first, and nothing else.
            #expect(await peer.readMessage()?.opcode == 8)
        }
    }

    @Test func aCloseThatWasNotAskedForIsAnError() async throws {
        try await self.connected { caller, peer in
            try await peer.sendClose(1000)
            let error = try #require(try await caller.ended())
            #expect(!error.isFinal)
        }
    }

    @Test(arguments: [UInt16(1008), 1011, 1012, 1013, 1001])
    func anotherCloseAfterCloseStreamIsAnError(_ code: UInt16) async throws {
        try await self.connected { caller, peer in
            #expect(try await caller.send(.closeStream) == true)
            try await peer.sendClose(code, "Deepgram did not provide a response message within the timeout window.")
            #expect(try await caller.ended() != nil)
        }
    }

    @Test func tellsAnIdleCloseInProse() async throws {
        try await self.connected { caller, peer in
            try await peer.sendText(#"{"type":"Metadata","duration":0.0,"channels":0,"sha256":"incomplete"}"#)
            guard case .metadata = try await caller.received() else { throw Caller.Unexpected() }
            let reason =
                "Deepgram did not receive audio data or a text message within the timeout window. "
                + "See https://dpgr.am/net0001"
            try await peer.sendClose(1011, reason)
            let error = try #require(try await caller.ended())
            #expect(error.code == .unavailable)
            #expect(error.cause?.contains("net0001") == true)
        }
    }

    @Test func undecodableAudioIsFinal() async throws {
        try await self.connected { caller, peer in
            try await peer.sendClose(1008, "DATA-0000")
            let error = try #require(try await caller.ended())
            #expect(error.isFinal)
        }
    }

    @Test func aResetEndsTheConnection() async throws {
        try await self.connected { caller, peer in
            try await peer.reset()
            #expect(try await caller.ended()?.code == .connectFailed)
        }
    }

    @Test func aHangUpWithoutACloseFrameEndsTheConnection() async throws {
        try await self.connected { caller, peer in
            try await peer.channel.close().get()
            #expect(try await caller.ended()?.code == .connectFailed)
        }
    }

    @Test func aHangUpWithoutACloseFrameAfterCloseStreamIsNoCleanEnd() async throws {
        try await self.connected { caller, peer in
            #expect(try await caller.send(.closeStream) == true)
            _ = await peer.readMessage()
            try await peer.channel.close().get()
            #expect(try await caller.ended()?.code == .connectFailed)
        }
    }

    @Test func endsWhenDeepgramDoesNotCloseAfterCloseStream() async throws {
        let configuration = ListenClientConfiguration.patient { $0.drainTimeout = .milliseconds(50) }
        try await self.connected(configuration: configuration) { caller, peer in
            try await caller.sendAudio()
            #expect(try await caller.send(.closeStream) == true)
            #expect(try await caller.ended()?.code == .timedOut)
            _ = await peer.readToEnd()
        }
    }

    @Test func endsWhenThePeerTakesNoMoreData() async throws {
        let configuration = ListenClientConfiguration.patient { $0.writeDeadline = .milliseconds(100) }
        try await self.connected(configuration: configuration, receiveBuffer: 4_096) { caller, peer in
            try await peer.stopReading()
            // What the two operating systems hold, and more than that.
            var taken = 0
            while taken < 200, try await caller.sendAudio(8_000) { taken += 1 }
            let error = try #require(try await caller.ended())
            #expect(error.code == .timedOut)
            #expect(error.message.contains("no more data"))
        }
    }

    @Test func endsWhenThePeerAnswersNoPing() async throws {
        let configuration = ListenClientConfiguration.patient {
            $0.pingInterval = .milliseconds(20)
            $0.maxMissedPongs = 2
        }
        try await self.connected(configuration: configuration) { caller, _ in
            let error = try #require(try await caller.ended())
            #expect(error.code == .timedOut)
            #expect(!error.isFinal)
        }
    }

    @Test func abandoningClosesAtOnceAndDeliversNothing() async throws {
        try await self.connected { caller, peer in
            try await caller.withLink { $0.abandon() }
            #expect(await peer.readToEnd().isEmpty)
            #expect(try await caller.sendAudio() == false)
            try await caller.withLink { $0.abandon() }
        }
    }

    @Test func mayBeAbandonedInTheMomentItOpens() async throws {
        try await EngineServer.run { server in
            let caller = Caller(try ListenClient.test(port: server.port), onOpen: { $0.abandon() })
            let peer = try await server.accept()
            try await peer.upgrade(followedBy: EngineFrame(opcode: 1, payload: Array(Self.results.utf8)).bytes)
            try await caller.opened()
            _ = await peer.readToEnd()
        }
    }

    @Test func givingBackEndsProperlyWithNobodyWatching() async throws {
        try await self.connected { caller, peer in
            try await caller.withLink { $0.giveBack() }
            #expect(await peer.readMessage()?.text == #"{"type":"CloseStream"}"#)
            try await peer.sendText(Self.results)
            try await peer.sendClose(1000)
            #expect(await peer.readMessage()?.opcode == 8)
            _ = await peer.readToEnd()
        }
    }

    @Test func whoGivesBackToASilentPeerHoldsNothing() async throws {
        let configuration = ListenClientConfiguration.patient { $0.drainTimeout = .milliseconds(50) }
        try await self.connected(configuration: configuration) { caller, peer in
            try await caller.withLink { $0.giveBack() }
            #expect(await peer.readMessage()?.text == #"{"type":"CloseStream"}"#)
            _ = await peer.readToEnd()
        }
    }
}
