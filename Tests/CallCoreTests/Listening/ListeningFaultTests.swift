// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct ListeningFaultTests {
    private let error = SpeechError(.engineFailure, "broken")

    private static func report(_ event: RecognitionEvent, of speaker: Speaker, _ ears: ScriptedEars) {
        ears.state.withLock { $0.deliver[speaker == .caller ? 0 : 1] }(event)
    }

    /// 500 frames of silence of both sides.
    private static let silence = TwoTrackFrame.frames(0..<500) { _, _ in nil }

    @Test func hearsTheOtherSideWhenOneRecogniserFails() async throws {
        let ears = ScriptedEars()
        try await ListeningStage(recogniser: ears).running { [error] stage in
            let call = try await stage.open()
            try await stage.send(Array(Self.silence[..<200]), to: call)
            try await stage.onLoop {
                Self.report(.failed(error), of: .agent, ears)
                Self.report(.utterance(.said("hello", from: .seconds(1)), endsTurn: true), of: .caller, ears)
            }
            #expect(await call.session.ending == nil)
            try await stage.send(Array(Self.silence[200..<400]), to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .streamStopped)
            #expect(await stage.store.script == ["caller: hello"])
            // Two seconds were heard by nobody, from where the ears failed; the stream was four seconds long.
            #expect(await stage.store.kinds.contains(.audioLost(.seconds(2), at: .seconds(2))))
        }
    }

    @Test func endsWhenNobodyHearsEitherSide() async throws {
        let ears = ScriptedEars()
        try await ListeningStage(recogniser: ears).running { [error] stage in
            let call = try await stage.open()
            try await stage.onLoop { Self.report(.failed(error), of: .caller, ears) }
            #expect(await call.session.ending == nil)
            // Unasked, its end is a failure too.
            try await stage.onLoop { Self.report(.finished, of: .agent, ears) }
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            try await stage.onLoop { #expect(call.line.value.closes == 1) }
            #expect(await stage.store.kinds.last == .streamEnded(.recogniserFailed, purpose: .listening))
        }
    }

    @Test(arguments: [false, true])
    func survivesEarsThatFailAtOnce(inTheCall: Bool) async throws {
        let ears = ScriptedEars()
        ears.state.withLock {
            $0.opening = .failed(self.error)
            $0.opensInTheCall = inTheCall
        }
        try await ListeningStage(recogniser: ears).running { stage in
            let call = try await stage.open()
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            #expect(await stage.store.kinds.count == 2)
        }
    }

    @Test func recordsLostAudioWithItsPlace() async throws {
        let ears = ScriptedEars()
        try await ListeningStage(recogniser: ears).running { stage in
            let call = try await stage.open()
            try await stage.onLoop { Self.report(.audioLost(.milliseconds(300), at: .seconds(4)), of: .agent, ears) }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            #expect(await stage.store.kinds.contains(.audioLost(.milliseconds(300), at: .seconds(4))))
        }
    }

    @Test func waitsForTheLastWordsOfBothSides() async throws {
        let ears = ScriptedEars()
        ears.state.withLock { $0.lastWords = [.said("good bye")] }
        try await ListeningStage(recogniser: ears).running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .streamStopped)
            #expect(await stage.store.script == ["caller: good bye", "agent: good bye"])
            #expect(await stage.store.kinds.last == .streamEnded(.streamStopped, purpose: .listening))
        }
    }

    @Test func doesNotWaitForLastWordsThatNeverCome() async throws {
        let ears = ScriptedEars()
        ears.state.withLock { $0.answersFinish = false }
        try await ListeningStage(recogniser: ears).running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            await stage.passes(.milliseconds(4_999))
            #expect(await !call.session.hasEnded)
            await stage.passes(.milliseconds(1))
            #expect(await stage.untilEnded(call) == .streamStopped)
            #expect(ears.state.withLock { $0.cancels } == 2)
        }
    }

    @Test func waitsLongerForLastWordsBehindABacklogAndNotesWhatNeverCame() async throws {
        let ears = ScriptedEars()
        ears.state.withLock {
            $0.answersFinish = false
            $0.backlog = .seconds(2)
        }
        try await ListeningStage(recogniser: ears).running { stage in
            let call = try await stage.open()
            try await stage.send(Array(Self.silence[..<200]), to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            await stage.passes(.milliseconds(6_999))
            #expect(await !call.session.hasEnded)
            await stage.passes(.milliseconds(1))
            #expect(await stage.untilEnded(call) == .streamStopped)
            #expect(await stage.store.kinds.count { $0 == .audioLost(.seconds(2), at: .zero) } == 2)
        }
    }

    @Test func notesTheEngineThatHeardALineAndWhatOneThatGaveUpHadNotHeard() async throws {
        let ears = ScriptedEars()
        ears.state.withLock {
            $0.engine = "spare"
            $0.unheard = UnheardAudio(stretches: [.init(offset: .milliseconds(500), audio: .tone(milliseconds: 100))])
        }
        try await ListeningStage(recogniser: ears).running { [error] stage in
            let call = try await stage.open()
            try await stage.send(Array(Self.silence[..<100]), to: call)
            try await stage.onLoop {
                Self.report(.suspended(at: .seconds(1)), of: .caller, ears)
                Self.report(.resumed(at: .seconds(1)), of: .caller, ears)
                Self.report(.utterance(.said("hello", from: .seconds(1)), endsTurn: true), of: .caller, ears)
                Self.report(.failed(error), of: .agent, ears)
            }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            #expect(await stage.lines(of: .caller).map(\.source) == ["spare"])
            #expect(await stage.store.kinds.contains(.audioLost(.milliseconds(500), at: .milliseconds(500))))
        }
    }

    @Test func endsAStreamThatFallsSilent() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            try await stage.send(Array(Self.silence[..<100]), to: call)
            await stage.passes(.seconds(55))
            #expect(await call.session.ending == nil)
            await stage.passes(.seconds(10))
            #expect(await stage.untilEnded(call) == .mediaSilent)
        }
    }

    @Test func staysWhileOneSideSends() async throws {
        try await ListeningStage().running { stage in
            let call = try await stage.open()
            for second in stride(from: 0, to: 300, by: 10) {
                let frame = TwoTrackFrame(
                    speaker: .agent,
                    sequence: 0,
                    offset: .seconds(second),
                    audio: ByteBuffer(bytes: TwoTrackFrame.silence)
                )
                try await stage.send([frame], to: call)
                await stage.passes(.seconds(10))
            }
            #expect(await call.session.ending == nil)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
    }
}
