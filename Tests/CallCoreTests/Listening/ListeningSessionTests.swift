// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

struct ListeningSessionTests {
    /// The caller says 1, 2, 3… in the frames 10..<60, the agent 1001, 1002… in 30..<90: they talk at once for 30 frames.
    private static func overlap(_ speaker: Speaker, _ index: Int) -> Int? {
        switch speaker {
        case .caller: (10..<60).contains(index) ? index - 9 : nil
        case .agent: (30..<90).contains(index) ? 1_000 + index - 29 : nil
        }
    }

    private static func expected(_ range: Range<Int>, _ speaker: Speaker) -> String {
        range.compactMap { Self.overlap(speaker, $0).map(String.init) }.joined(separator: " ")
    }

    @Test func keepsTwoPeopleApartWhoTalkAtOnce() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            try await stage.send(TwoTrackFrame.frames(0..<200, say: Self.overlap), to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .streamStopped)
            let (caller, agent) = (await stage.lines(of: .caller), await stage.lines(of: .agent))
            #expect(caller.map(\.text) == [Self.expected(10..<60, .caller)])
            #expect(agent.map(\.text) == [Self.expected(30..<90, .agent)])
            // One clock: both stand where their frames stood.
            #expect(caller.first?.start == .milliseconds(200) && caller.first?.end == .milliseconds(1_200))
            #expect(agent.first?.start == .milliseconds(600) && agent.first?.end == .milliseconds(1_800))
            #expect(agent.first?.words.first?.start == .milliseconds(600))
            #expect(caller.first?.source == "numbered" && caller.first?.isInterrupted == false)
        }
    }

    @Test func tellsItsStoryInOneStartAndOneEnd() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            try await stage.send(TwoTrackFrame.frames(0..<100, say: Self.overlap), to: call)
            try await stage.onLoop {
                call.session.assumeIsolated { session in
                    session.streamStopped()
                    session.connectionClosed()
                    session.protocolBroken()
                }
            }
            _ = await stage.untilEnded(call)
            let kinds = await stage.store.kinds
            #expect(
                kinds.first
                    == .streamStarted(
                        stream: "MZ1",
                        resumed: false,
                        recogniser: "numbered",
                        synthesiser: "none",
                        purpose: .listening
                    )
            )
            #expect(kinds.last == .streamEnded(.streamStopped, purpose: .listening))
            #expect(kinds.count == 4, "a start, a line each, an end")
            #expect(stage.manager.live(call.session.info.id) == nil && stage.manager.recogniser.status.sessions == 0)
        }
    }

    @Test func neverSpeaksAndClosesTheLineOnce() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            try await stage.send(TwoTrackFrame.frames(0..<100, say: Self.overlap), to: call)
            call.session.requestStop(.operatorHungUp, next: .hangUp)
            #expect(await stage.untilEnded(call) == .operatorHungUp)
            try await stage.onLoop {
                let line = call.line.value
                #expect(line.pieces.isEmpty && line.marks.isEmpty && line.clears == 0 && line.closes == 1)
            }
            #expect(!(await stage.store.kinds.contains { if case .nextDecided = $0 { true } else { false } }))
        }
    }

    @Test func hearsOneSideWhileTheOtherIsSilentOrNeverSends() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            let frames = TwoTrackFrame.frames(0..<150) { speaker, index in
                speaker == .caller && index < 50 ? index + 1 : nil
            }
            // Nothing of the agent's track ever comes: the numbers count over what is sent.
            var sent = frames.filter { $0.speaker == .caller }
            for index in sent.indices { sent[index].sequence = UInt64(index + 2) }
            try await stage.send(sent, to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            #expect(await stage.untilEnded(call) == .connectionLost)
            #expect(await stage.lines(of: .caller).map(\.text) == [(1...50).map(String.init).joined(separator: " ")])
            #expect(await stage.lines(of: .agent).isEmpty)
        }
    }

    @Test func placesALateTrackOnTheClockOfTheStream() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            // The other side is only there after five seconds, and its track with it.
            var frames = TwoTrackFrame.frames(0..<400) { speaker, index in
                speaker == .agent && (260..<270).contains(index) ? index : nil
            }
            frames.removeAll { $0.speaker == .agent && $0.offset < .seconds(5) }
            for index in frames.indices { frames[index].sequence = UInt64(index + 2) }
            try await stage.send(frames, to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            let line = try #require(await stage.lines(of: .agent).first)
            #expect(line.start == .milliseconds(5_200) && line.end == .milliseconds(5_400))
        }
    }

    @Test func keepsTimeOverGapsThatNobodyFills() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            var frames = TwoTrackFrame.frames(0..<300) { speaker, index in
                speaker == .caller ? index + 1 : 2_000 + index
            }
            // Three seconds of the caller and one of both are never sent.
            frames.removeAll { $0.speaker == .caller && (50..<200).contains(Int($0.offset / .milliseconds(20))) }
            frames.removeAll { (220..<270).contains(Int($0.offset / .milliseconds(20))) }
            for index in frames.indices { frames[index].sequence = UInt64(index + 2) }
            try await stage.send(frames, to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            let caller = await stage.lines(of: .caller)
            #expect(caller.map(\.start) == [.zero, .seconds(4), .milliseconds(5_400)])
            #expect(caller.map(\.end) == [.seconds(1), .milliseconds(4_400), .seconds(6)])
            let words = caller.flatMap(\.words)
            #expect(words.allSatisfy { word in word.start == .milliseconds(20) * ((Int(word.text) ?? 0) - 1) })
            #expect(await stage.lines(of: .agent).map(\.start) == [.zero, .milliseconds(5_400)])
        }
    }

    @Test func sendsDigitsAndHintsNowhere() async throws {
        let ears = ScriptedEars()
        try await ListeningStage(recogniser: ears, hints: SpeechHints(phrases: ["hello"])).running { stage in
            let call = try await stage.open()
            let requests = ears.state.withLock { $0.requests }
            #expect(requests.map(\.speaker) == [.caller, .agent])
            #expect(
                requests.allSatisfy { $0.hints == SpeechHints(phrases: ["hello"]) && $0.call == call.session.info.id }
            )
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
    }
}
