// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import TelephonyAudio
import Testing

struct ScriptedRecogniserTests {
    private static let silence = [UInt8](repeating: 0xFF, count: 160)
    private static let speech = MuLaw.encode((0..<160).map { Int16($0 % 8 < 4 ? 6000 : -6000) })

    /// Lets a recogniser hear frames, loud where the pattern has an `x`, 20 ms each, on an event loop turned by hand.
    private func hear(
        _ pattern: String,
        lines: [ScriptedRecogniser.Line],
        from offset: Duration = .zero,
        thenSilentFor wait: TimeAmount = .zero,
        finish: Bool = false
    ) async throws -> [RecognitionEvent] {
        let loop = NIOAsyncTestingEventLoop()
        let recogniser = ScriptedRecogniser(lines)
        let events = Mutex<[RecognitionEvent]>([])
        let request = RecognitionRequest(
            call: CallID("CA1"),
            hints: SpeechHints(),
            endOfTurnSilence: .milliseconds(100)
        )
        let session = try await loop.executeInContext {
            let session = recogniser.open(request, on: loop) { event in events.withLock { $0.append(event) } }
            return NIOLoopBound(session, eventLoop: loop)
        }
        for (index, sound) in pattern.enumerated() {
            let audio = ByteBuffer(bytes: sound == "x" ? Self.speech : Self.silence)
            try await loop.executeInContext { session.value.hear(audio, at: offset + .milliseconds(20) * index) }
            await loop.advanceTime(by: .milliseconds(20))
        }
        await loop.advanceTime(by: wait)
        #expect(recogniser.status.sessions == 1)
        try await loop.executeInContext { finish ? session.value.finish() : session.value.cancel() }
        await loop.run()
        #expect(recogniser.status.sessions == 0)
        await loop.shutdownGracefully()
        return events.withLock { $0 }
    }

    @Test func reportsTheNextLineWhenTheCallerFallsSilent() async throws {
        let events = try await self.hear("..xxxxx.....", lines: ["hello there"])
        #expect(events.count == 2 && events.first == .speechStarted(at: .milliseconds(40)))
        guard case .utterance(let utterance, endsTurn: true)? = events.last else {
            Issue.record("no utterance: \(events)")
            return
        }
        #expect(utterance.text == "hello there")
        #expect(utterance.start == .milliseconds(40) && utterance.end == .milliseconds(140))
        #expect(utterance.words.map(\.text) == ["hello", "there"])
        #expect(utterance.words.map(\.start) == [.milliseconds(40), .milliseconds(90)])
        #expect(utterance.confidence == 0.9)
    }

    @Test func shortPausesAndClicksAreNoEnd() async throws {
        #expect(try await self.hear("xx..xx....", lines: ["a"]) == [])
        let events = try await self.hear("xxxx....xxx......", lines: ["one", "two"])
        #expect(events.count == 2)
    }

    @Test func silenceIsNothing() async throws {
        #expect(try await self.hear("....................", lines: ["never"], finish: true) == [.finished])
    }

    @Test func speechBeyondTheScriptHasNoWords() async throws {
        let events = try await self.hear("xxxx.....", lines: [])
        guard case .utterance(let utterance, endsTurn: true)? = events.last else {
            Issue.record("no utterance: \(events)")
            return
        }
        #expect(utterance.text == "" && utterance.confidence == 0 && utterance.words.isEmpty)
    }

    @Test func aLineMayComeWhileTheCallerSpeaks() async throws {
        let line = ScriptedRecogniser.Line("stop", moment: .speech(.milliseconds(80)))
        let events = try await self.hear("xxxxxxxx.....", lines: [line])
        #expect(events.count == 3)
        guard case .utterance(let utterance, endsTurn: false)? = events.dropFirst().first else {
            Issue.record("no early utterance: \(events)")
            return
        }
        #expect(utterance.end == .milliseconds(80))
        #expect(events.last == .turnEnded(at: .milliseconds(260)))
    }

    @Test func aLineMayComeAtAPlace() async throws {
        let events = try await self.hear("..........", lines: [.init("now", moment: .at(.milliseconds(100)))])
        guard case .utterance(let utterance, endsTurn: true)? = events.first else {
            Issue.record("no utterance: \(events)")
            return
        }
        #expect(events.count == 1 && utterance.end == .milliseconds(100))
    }

    @Test func finishReportsWhatIsLeft() async throws {
        let events = try await self.hear("xxxx", lines: ["cut"], finish: true)
        #expect(events.count == 3 && events.last == .finished)
    }

    @Test func aTurnEndsAlsoWhenTheAudioStopsComing() async throws {
        let events = try await self.hear("xxxx", lines: ["line"], thenSilentFor: .milliseconds(200))
        #expect(events.count == 2)
    }

    @Test func timesFollowTheOffsets() async throws {
        let events = try await self.hear("xxxx.....", lines: ["late"], from: .seconds(60))
        #expect(events.first == .speechStarted(at: .seconds(60)))
    }
}
