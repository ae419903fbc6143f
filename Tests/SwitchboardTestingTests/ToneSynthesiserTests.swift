// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import TelephonyAudio
import Testing

struct ToneSynthesiserTests {
    private func speak(
        _ text: String,
        with synthesiser: ToneSynthesiser = ToneSynthesiser(),
        after wait: TimeAmount = .zero
    ) async throws -> [String] {
        let loop = NIOAsyncTestingEventLoop()
        let log = Mutex<[String]>([])
        let session = try await loop.executeInContext {
            let session = synthesiser.speak(SynthesisRequest(text: text), on: loop) { event in
                let entry =
                    switch event {
                    case .word(let word, let end): "\(word)@\(end / .milliseconds(1))"
                    case .audio(let audio): "\(audio.readableBytes)"
                    case .finished: "end"
                    case .failed(let error): "\(error.code)"
                    }
                log.withLock { $0.append(entry) }
            }
            return NIOLoopBound(session, eventLoop: loop)
        }
        await loop.advanceTime(by: wait)
        await loop.run()
        try await loop.executeInContext { session.value.cancel() }
        #expect(synthesiser.status.sessions == 0)
        await loop.shutdownGracefully()
        return log.withLock { $0 }
    }

    @Test func beepsWordByWord() async throws {
        // 40 ms for each letter and once more, 60 ms after the word; 8 bytes a millisecond.
        #expect(try await self.speak("we open") == ["we@120.0", "1440", "open@380.0", "2080", "end"])
    }

    @Test func anEmptyTextIsFinished() async throws {
        #expect(try await self.speak(" ") == ["end"])
    }

    @Test func waitsForItsDelay() async throws {
        let slow = ToneSynthesiser(delay: .milliseconds(300))
        #expect(try await self.speak("a", with: slow, after: .milliseconds(299)) == [])
        #expect(try await self.speak("a", with: slow, after: .milliseconds(300)).last == "end")
    }

    @Test func failsWhereItIsTold() async throws {
        let failing = ToneSynthesiser(failure: .init(afterWords: 1, SpeechError(.engineFailure, "broken")))
        #expect(try await self.speak("a b c", with: failing) == ["a@80.0", "1120", "engine_failure"])
    }

    @Test func theSameTextIsAlwaysTheSameSound() {
        let synthesiser = ToneSynthesiser()
        #expect(synthesiser.audio(of: "hello") == synthesiser.audio(of: "hello"))
        #expect(synthesiser.audio(of: "hello") != synthesiser.audio(of: "jello"))
        #expect(LevelMeter.measure(muLaw: synthesiser.audio(of: "hello")).rms > -25)
    }
}
