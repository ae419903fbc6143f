// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FallbackSynthesiserTests {
    /// Two voices and what came of a request.
    private final class Stage {
        let loop = EmbeddedEventLoop()
        let first = ScriptedVoice("first")
        let second = ScriptedVoice("second")
        private let heard = Heard()
        private(set) var session: (any SynthesisSession)?

        final class Heard: Sendable {
            let events = Mutex<[String]>([])
        }

        init(_ manner: ScriptedVoice.Manner, _ secondManner: ScriptedVoice.Manner = .whole(words: true)) {
            self.first.speaks(manner)
            self.second.speaks(secondManner)
        }

        func speak() {
            var configuration = FallbackSynthesiser.Configuration()
            configuration.voice = "other"
            let voice = FallbackSynthesiser(
                self.first,
                then: self.second,
                configuration: configuration,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let heard = self.heard
            let request = SynthesisRequest(text: "we are open", voice: "mine")
            self.session = voice.speak(request, on: self.loop) { event in
                heard.events.withLock { $0.append(Self.short(event)) }
            }
        }

        var events: [String] { self.heard.events.withLock { $0 } }

        static func short(_ event: SynthesisEvent) -> String {
            switch event {
            case .word(let word, _): word
            case .audio: "audio"
            case .finished: "finished"
            case .failed(let error): "failed \(error.cause ?? "")"
            }
        }
    }

    @Test func leavesItToTheFirstWhileItWorks() {
        let stage = Stage(.whole(words: true))
        stage.speak()
        stage.loop.run()
        #expect(stage.events == ["we", "are", "open", "audio", "finished"])
        #expect(stage.second.requests.isEmpty)
        #expect(stage.session?.engine == nil)
    }

    @Test func saysItWithTheSecondWhenTheFirstFailsBeforeItsFirstSound() {
        let stage = Stage(.fails(afterWords: 0))
        stage.speak()
        stage.loop.run()
        #expect(stage.events == ["we", "are", "open", "audio", "finished"])
        #expect(stage.second.voices == ["other"])
        #expect(stage.session?.engine == "second")
        #expect(stage.first.running.allSatisfy { $0.isCancelled })
    }

    @Test func passesAFailureOnAfterTheFirstSound() {
        let stage = Stage(.fails(afterWords: 2))
        stage.speak()
        stage.loop.run()
        #expect(stage.events == ["we", "are", "audio", "failed "])
        #expect(stage.second.requests.isEmpty)
    }

    @Test func forgetsWordsWhoseSoundNeverCame() throws {
        let stage = Stage(.manual)
        stage.speak()
        let running = try #require(stage.first.running.first)
        running.deliver(.word("we", end: .milliseconds(300)))
        #expect(stage.events.isEmpty)
        running.deliver(.failed(SpeechError(.engineFailure, "No voice.")))
        stage.loop.run()
        #expect(stage.events == ["we", "are", "open", "audio", "finished"])
        // Whoever was given up has nothing more to say.
        running.deliver(.audio(.tone(milliseconds: 20)))
        #expect(stage.events.count == 5)
    }

    @Test func doesNotWaitForEverForTheFirstSound() {
        let stage = Stage(.manual)
        stage.speak()
        stage.loop.advanceTime(by: .milliseconds(3999))
        #expect(stage.second.requests.isEmpty)
        stage.loop.advanceTime(by: .milliseconds(1))
        #expect(stage.events.last == "finished")
        #expect(stage.first.running.allSatisfy { $0.isCancelled })
    }

    @Test func hasPatienceWithASoundThatHasBegun() throws {
        let stage = Stage(.stalls(afterWords: 1, words: true))
        stage.speak()
        stage.loop.run()
        stage.loop.advanceTime(by: .seconds(60))
        #expect(stage.events == ["we", "audio"])
        #expect(stage.second.requests.isEmpty)
    }

    @Test func failsWithBothReasonsWhenBothFail() {
        let stage = Stage(.fails(afterWords: 0), .fails(afterWords: 0))
        stage.speak()
        stage.loop.run()
        #expect(stage.events == ["failed first: engine_failure: No voice."])
    }

    @Test(arguments: [true, false])
    func isQuietAfterCancel(afterTheSwitch: Bool) {
        let stage = Stage(afterTheSwitch ? .fails(afterWords: 0) : .manual, .manual)
        stage.speak()
        stage.loop.run()
        stage.session?.cancel()
        stage.session?.cancel()
        for running in stage.first.running + stage.second.running { running.deliver(.finished) }
        stage.loop.advanceTime(by: .seconds(60))
        #expect(stage.events.isEmpty)
        #expect((stage.first.running + stage.second.running).allSatisfy { $0.isCancelled })
        #expect(stage.session?.engine == (afterTheSwitch ? "second" : nil))
    }
}
