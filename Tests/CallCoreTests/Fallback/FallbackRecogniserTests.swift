// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import TelephonyAudio
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FallbackRecogniserTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func staysWithTheFirstEngineWhileItWorks() {
        let second = FragileEars("second")
        let stage = FallbackStage(FragileEars("first"), then: second)
        stage.send(52)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
        #expect(second.ledger.withLock { $0.opened } == 0)
        #expect(stage.engines.allSatisfy { $0 == nil })
    }

    @Test func goesOnWithTheSecondWhereTheFirstLeftOff() {
        let first = FragileEars("first", .init(failure: .afterFrames(23, inTheCall: false)))
        let stage = FallbackStage(first, then: FragileEars("second"))
        stage.send(40)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
        #expect(stage.engines == Array(repeating: nil, count: 4) + Array(repeating: "second", count: 4))
        #expect(first.ledger.withLock { $0.cancels } == 1)
    }

    @Test func doesNotEvenOpenAnEngineThatIsDown() {
        let first = FragileEars("first", .init(state: .down))
        let stage = FallbackStage(first, then: FragileEars("second"))
        stage.send(10)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
        #expect(first.ledger.withLock { $0.opened } == 0)
        #expect(stage.engines == ["second", "second"])
    }

    @Test func opensTheFirstWhenBothAreDown() {
        let first = FragileEars("first", .init(state: .down))
        let stage = FallbackStage(first, then: FragileEars("second", .init(state: .down)))
        stage.send(10)
        #expect(first.ledger.withLock { $0.opened } == 1)
    }

    @Test func finishesWithTheSecondWhenTheFirstFailsAtTheEnd() {
        let second = FragileEars("second")
        let stage = FallbackStage(FragileEars("first", .init(failure: .whenFinished, words: 1000)), then: second)
        stage.send(30)
        stage.session.finish()
        stage.passes(.seconds(1))
        #expect(stage.violation == nil)
        #expect(second.ledger.withLock { $0.finishes } == 1)
    }

    @Test func takesAnEndThatNobodyAskedForAsAFailure() {
        let stage = FallbackStage(EarsThatEnd(), then: FragileEars("second"))
        stage.loop.run()
        stage.send(10)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
    }

    @Test func handsOverInSlicesWhileLiveAudioWaitsBehind() {
        let first = FragileEars("first", .init(failure: .afterFrames(100, inTheCall: true), awayFrom: 1))
        let second = FragileEars("second")
        let stage = FallbackStage(first, then: second) {
            $0.slice = .milliseconds(200)
            $0.interval = .milliseconds(100)
        }
        stage.send(100)
        // 20 ms after the failure: one slice.
        #expect(second.ledger.withLock { $0.frames } == 10)
        #expect(stage.session.backlog == .milliseconds(1800))
        stage.send(4)
        // The next slice is of what was said before, not of what is said now.
        #expect(second.ledger.withLock { $0.frames } == 20)
        #expect(stage.numbers == Array(1...20))
        stage.send(396)
        #expect(stage.session.backlog == .zero)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
    }

    @Test func givesTheSecondNoMoreThanItTakes() throws {
        let first = FragileEars("first", .init(failure: .afterFrames(500, inTheCall: true), awayFrom: 1))
        let second = FragileEars("second", .init(isSlow: true))
        let stage = FallbackStage(first, then: second) { $0.longestLead = .seconds(2) }
        stage.send(500)
        stage.passes(.seconds(60))
        #expect(second.ledger.withLock { $0.frames } == 100)
        #expect(stage.session.backlog == .seconds(10))
        for _ in 0..<5 {
            let session = try #require(second.ledger.withLock { $0.sessions.first })
            session.value.recognise()
            stage.passes(.seconds(60))
        }
        #expect(stage.numbers == Array(1...500))
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
    }

    @Test func tellsOfTheAbsenceOnceAndOfTheReturnWhenAllWasHandedOver() {
        let first = FragileEars("first", .init(failure: .afterFrames(200, inTheCall: false), awayFrom: 50))
        let stage = FallbackStage(first, then: FragileEars("second"))
        stage.send(300)
        let absences = stage.events.filter {
            switch $0 {
            case .suspended, .resumed: true
            default: false
            }
        }
        #expect(absences.count == 2)
        #expect(stage.events.firstIndex(of: absences[0]) ?? 0 < stage.events.firstIndex(of: absences[1]) ?? 0)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
    }

    @Test func losesTheOldestBeyondItsBoundAndSaysSo() {
        let first = FragileEars("first", .init(failure: .afterFrames(200, inTheCall: true), awayFrom: 1))
        let stage = FallbackStage(first, then: FragileEars("second")) { $0.longestWait = .seconds(1) }
        stage.send(200)
        stage.passes(.seconds(10))
        let lost = stage.events.reduce(Duration.zero) { sum, event in
            if case .audioLost(let length, _) = event { sum + length } else { sum }
        }
        #expect(lost == .seconds(3))
        #expect(stage.numbers == Array(151...200))
    }

    @Test func failsWithBothReasonsWhenBothFailAndHandsOverWhatIsLeft() throws {
        let first = FragileEars("first", .init(failure: .afterFrames(10, inTheCall: false)))
        let second = FragileEars("second", .init(failure: .afterFrames(7, inTheCall: false), words: 100))
        let stage = FallbackStage(first, then: second)
        stage.send(17)
        guard case .failed(let error) = stage.events.last else {
            Issue.record("\(stage.events)")
            return
        }
        #expect(error.message == "Broken.")
        #expect(error.cause?.contains("first: unavailable: Broken.") == true)
        let unheard = try #require(stage.session.takeUnheard())
        #expect(unheard.stretches.map(\.offset) == (10..<17).map { .telephonyFrame * $0 })
        #expect(stage.session.takeUnheard() == nil)
        stage.session.finish()
        stage.session.cancel()
        stage.passes(.seconds(10))
        #expect(stage.events.last == .failed(error))
    }

    @Test(arguments: [0, 5, 100, 101, 130])
    func isQuietAfterCancelWhenever(_ moment: Int) {
        let first = FragileEars("first", .init(failure: .afterFrames(100, inTheCall: false), awayFrom: 1))
        let second = FragileEars("second")
        let stage = FallbackStage(first, then: second)
        stage.send(moment)
        let before = stage.events.count
        stage.session.cancel()
        stage.session.cancel()
        stage.send(200)
        stage.session.finish()
        stage.passes(.seconds(60))
        #expect(stage.events.count == before)
        #expect(stage.session.backlog == .zero)
    }

    @Test func keepsTheOrderOfItsOpeningThoughTheFirstFailsInIt() {
        let ears = ScriptedEars()
        ears.state.withLock {
            $0.opening = .failed(SpeechError(.unavailable, "no"))
            $0.opensInTheCall = true
        }
        let stage = FallbackStage(ears, then: FragileEars("second"))
        #expect(stage.events.isEmpty)
        stage.loop.run()
        stage.send(10)
        stage.session.finish()
        stage.loop.run()
        #expect(stage.violation == nil)
    }

    // MARK: The engine as a whole

    @Test(arguments: [
        (EngineStatus.State.ok, EngineStatus.State.down, EngineStatus.State.ok),
        (.lagging, .ok, .lagging), (.down, .ok, .lagging), (.down, .lagging, .lagging), (.down, .down, .down),
    ])
    func isAsWellAs(first: EngineStatus.State, second: EngineStatus.State, both: EngineStatus.State) {
        let ears = FallbackRecogniser(
            FragileEars("first", .init(state: first)),
            then: FragileEars("second", .init(state: second)),
            logger: self.logger
        )
        #expect(ears.status.state == both)
        #expect(ears.status.detail.contains("on fallback second") == (both == .lagging && first == .down))
        #expect(ears.name == "first")
    }

    @Test func preparesBothAndNeedsOnlyOne() async throws {
        let broken = PickyEars(error: SpeechError(.unavailable, "no model"))
        let wrong = PickyEars(error: SpeechError(.invalidRequest, "no such word"))
        let well = PickyEars(error: nil)
        try await FallbackRecogniser(well, then: well, logger: self.logger).prepare(SpeechHints())
        try await FallbackRecogniser(broken, then: well, logger: self.logger).prepare(SpeechHints())
        try await FallbackRecogniser(well, then: broken, logger: self.logger).prepare(SpeechHints())
        for (first, second) in [(wrong, well), (well, wrong), (broken, wrong)] {
            await #expect(throws: SpeechError(.invalidRequest, "no such word")) {
                try await FallbackRecogniser(first, then: second, logger: self.logger).prepare(SpeechHints())
            }
        }
        await #expect(throws: SpeechError.self) {
            try await FallbackRecogniser(broken, then: broken, logger: self.logger).prepare(SpeechHints())
        }
    }
}

/// Ends by itself as soon as it is open.
private struct EarsThatEnd: SpeechRecogniser {
    private final class Session: RecognitionSession {
        func hear(_ audio: ByteBuffer, at offset: Duration) {}
        func finish() {}
        func cancel() {}
    }

    let name = "mayfly"
    let status = EngineStatus()

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        eventLoop.execute { deliver(.finished) }
        return Session()
    }
}

/// Cannot be prepared.
private struct PickyEars: SpeechRecogniser {
    let name = "picky"
    let status = EngineStatus()
    let error: SpeechError?

    func prepare(_ hints: SpeechHints) async throws {
        if let error { throw error }
    }

    func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        SilentRecogniser().open(request, on: eventLoop, deliver: deliver)
    }
}
