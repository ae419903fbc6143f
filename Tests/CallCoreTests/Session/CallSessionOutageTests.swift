// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Synchronization
import TelephonyAudio
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct CallSessionOutageTests {
    private static func unheard(_ length: Duration, at offset: Duration) -> UnheardAudio {
        UnheardAudio(stretches: [.init(offset: offset, audio: .tone(milliseconds: Int(length.milliseconds)))])
    }

    @Test func asksNobodyWhetherHeIsThereWhileTheEngineIsAway() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.keepsSending(call, for: .seconds(2))
            try await stage.ears(.suspended(at: .seconds(2)))
            try await stage.ears(.suspended(at: .seconds(2)))
            await stage.keepsSending(call, for: .seconds(60))
            #expect(await call.session.state == .listening)
            try await stage.ears(.resumed(at: .seconds(62)))
            await stage.keepsSending(call, for: .milliseconds(7900))
            #expect(await call.session.says == nil)
            await stage.keepsSending(call, for: .milliseconds(200))
            #expect(await call.session.says == "Are you still there?")
        }
    }

    @Test func takesNoSilenceForTheCallersWhileOldWordsAreStillToCome() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.keepsSending(call, for: .seconds(2))
            try await stage.ears(.suspended(at: .seconds(2)))
            try await stage.ears(.resumed(at: .seconds(22)))
            // Catches up in 40 seconds.
            for left in stride(from: 20_000, through: 0, by: -500) {
                stage.ears.state.withLock { $0.backlog = .milliseconds(left) }
                await stage.keepsSending(call, for: .seconds(1))
                #expect(await call.session.says == nil)
            }
            await stage.keepsSending(call, for: .seconds(4))
            #expect(await call.session.says == "Are you still there?")
        }
    }

    @Test func namesTheEngineThatHeardALine() async throws {
        let stage = CallStage(policy: DialoguePolicy(stillThereAfter: .seconds(600)))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.callerSays("first")
            stage.ears.state.withLock { $0.engine = "spare" }
            try await stage.callerSays("second")
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            let sources = await stage.store.kinds.compactMap { kind in
                if case .spoken(let line) = kind, line.speaker == .caller { line.source } else { nil }
            }
            #expect(sources == ["ears", "spare"])
        }
    }

    @Test func namesTheVoiceThatSpokeALine() async throws {
        let voice = ScriptedVoice("broken")
        voice.speaks(.fails(afterWords: 0))
        let stage = CallStage(secondVoiceBehind: voice)
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            let sources = await stage.store.kinds.compactMap { kind in
                if case .spoken(let line) = kind { line.source } else { nil }
            }
            #expect(sources == ["tone prompt:greeting"])
        }
    }

    // MARK: Last words

    @Test func waitsLongerForLastWordsBehindABacklog() async throws {
        let stage = CallStage()
        stage.ears.state.withLock {
            $0.answersFinish = false
            $0.backlog = .seconds(12)
        }
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            await stage.passes(.milliseconds(16_999))
            #expect(await !call.session.hasEnded)
            try await stage.callerSays("the last of it")
            try await stage.ears(.finished)
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(await stage.store.script == ["caller: the last of it"])
        }
    }

    @Test func waitsForLastWordsNoLongerThanItsBoundAndSaysWhatWasLost() async throws {
        let stage = CallStage()
        stage.ears.state.withLock {
            $0.answersFinish = false
            $0.backlog = .seconds(300)
        }
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            stage.ears.state.withLock { $0.backlog = .seconds(7) }
            await stage.passes(.milliseconds(39_999))
            #expect(await !call.session.hasEnded)
            await stage.passes(.milliseconds(1))
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(await stage.store.kinds.contains(.audioLost(.seconds(7), at: .zero)))
        }
    }

    @Test(arguments: [(5, 0, 5), (5, 12, 17), (5, 35, 40), (5, 300, 40), (50, 0, 50), (50, 10, 50)])
    func boundsItsPatience(deadline: Int, backlog: Int, patience: Int) {
        var call = CallSession.Configuration()
        call.lastWordsDeadline = .seconds(deadline)
        #expect(call.patience(for: .seconds(backlog)) == .seconds(patience))
        var listening = ListeningSession.Configuration()
        listening.lastWordsDeadline = .seconds(deadline)
        #expect(listening.patience(for: .seconds(backlog)) == .seconds(patience))
    }

    @Test func notesWhatAnEngineThatGaveUpHasNotRecognised() async throws {
        let stage = CallStage()
        stage.ears.state.withLock { $0.unheard = Self.unheard(.seconds(3), at: .seconds(1)) }
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.ears(.failed(SpeechError(.engineFailure, "Deaf.")))
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            let names = await stage.store.kinds.map(\.short)
            #expect(names == ["started", "spoken", "lost", "next", "ended"])
            #expect(await stage.store.kinds.contains(.audioLost(.seconds(3), at: .seconds(1))))
        }
    }

    // MARK: Two engines

    @Test func goesOnInTheSameCallWithAnotherEngine() async throws {
        let first = FragileEars("first", .init(failure: .afterFrames(60, inTheCall: false), awayFrom: 30))
        let stage = CallStage(
            policy: DialoguePolicy(bargeIn: false, stillThereAfter: .seconds(600)),
            ears: first,
            secondEars: FragileEars("second")
        )
        try await stage.running { stage in
            let call = try await stage.open()
            for number in 1...120 {
                try await stage.onLoop {
                    call.session.assumeIsolated {
                        let place = InboundFrame(chunk: UInt64(number), offset: .telephonyFrame * (number - 1))
                        $0.hear(ByteBuffer(bytes: NumberedSpeech.audio([number])), place)
                    }
                }
                await stage.passes(.milliseconds(20))
            }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            let lines = await stage.store.kinds.compactMap { kind in
                if case .spoken(let line) = kind, line.speaker == .caller { line } else { nil }
            }
            #expect(lines.flatMap(\.words).map(\.text) == (1...120).map { "\($0)" })
            #expect(lines.map(\.source) == lines.map { $0.end <= .milliseconds(500) ? "first" : "second" })
            #expect(lines.contains { $0.source == "first" })
        }
    }
}
