// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOCore
import NIOPosix
import SwitchboardTesting
import TelephonyAudio
import Testing

// All checks with every engine, in real time: a machine that is busy with other things takes its time.
@Suite(.timeLimit(.minutes(5)))
struct EngineConformanceTests {
    private static let eventLoop = MultiThreadedEventLoopGroup.singleton.next()

    private func subject(
        _ recogniser: any SpeechRecogniser,
        breaking: (any SpeechRecogniser)? = nil
    ) -> RecogniserConformance.Subject {
        let speech = ToneSynthesiser().audio(of: "when are you open") + [UInt8](repeating: 0xFF, count: 8000)
        return RecogniserConformance.Subject(
            recogniser: recogniser,
            breaking: breaking,
            speech: speech,
            hints: SpeechHints(phrases: ["when are you open"]),
            eventLoop: Self.eventLoop,
            patience: .seconds(5),
            grace: .milliseconds(20)
        )
    }

    private func subject(_ synthesiser: any SpeechSynthesiser) -> SynthesiserConformance.Subject {
        SynthesiserConformance.Subject(
            synthesiser: synthesiser,
            eventLoop: Self.eventLoop,
            patience: .seconds(5),
            grace: .milliseconds(20)
        )
    }

    @Test(arguments: RecogniserConformance.checks)
    func theScriptedRecogniserKeepsThePromise(_ check: RecogniserConformance.Check) async throws {
        try await check.run(on: self.subject(Self.scripted, breaking: Self.broken(after: .milliseconds(700))))
    }

    @Test(arguments: RecogniserConformance.checks, [0, 300, 1_000, 60_000])
    func twoEnginesTogetherKeepThePromise(_ check: RecogniserConformance.Check, _ milliseconds: Int) async throws {
        let first = Self.broken(after: .milliseconds(milliseconds))
        let recogniser = FallbackRecogniser(first, then: Self.scripted, logger: Self.logger)
        let second = Self.broken(after: .milliseconds(1_500))
        let breaking = FallbackRecogniser(first, then: second, logger: Self.logger)
        try await check.run(on: self.subject(recogniser, breaking: breaking))
    }

    @Test(arguments: SynthesiserConformance.checks)
    func twoVoicesTogetherKeepThePromise(_ check: SynthesiserConformance.Check) async throws {
        let broken = ToneSynthesiser(failure: .init(SpeechError(.unavailable, "No voice.")))
        let synthesiser = FallbackSynthesiser(broken, then: ToneSynthesiser(), logger: Self.logger)
        try await check.run(on: self.subject(synthesiser))
    }

    /// Each counts its own sessions.
    private static var scripted: ScriptedRecogniser { ScriptedRecogniser { _ in ["when are you open"] } }
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func broken(after length: Duration) -> any SpeechRecogniser {
        BreakingRecogniser(Self.scripted, after: length)
    }

    @Test(arguments: SynthesiserConformance.checks)
    func theToneSynthesiserKeepsThePromise(_ check: SynthesiserConformance.Check) async throws {
        try await check.run(on: self.subject(ToneSynthesiser()))
    }

    /// Each fault of an engine is found by some check, and its reason says which it is.
    @Test(arguments: [
        (FaultyRecogniser.Fault.deliversInOpen, "before open() had returned"),
        (.deliversOnAnotherThread, "another thread"),
        (.deliversAfterCancel, "after cancel()"),
        (.finishesTwice, "after the last event"),
        (.neverFinishes, "no last event"),
        (.forgetsTheStart, "before speechStarted"),
        (.inventsWords, "out of silence"),
        (.countsTimesFromTheSentence, "not within"),
        (.claimsABacklog, "a backlog of"),
    ])
    func findsTheFaultOfARecogniser(_ fault: FaultyRecogniser.Fault, _ reason: String) async throws {
        var subject = self.subject(FaultyRecogniser(fault))
        if fault == .neverFinishes { subject.patience = .milliseconds(300) }
        let failures = await RecogniserConformance.failures(of: subject)
        #expect(failures.contains { $0.reason.contains(reason) }, "\(failures)")
    }

    @Test(arguments: [
        (ForgetfulRecogniser.Fault.keepsTooLittle, "in no hands any more"),
        (.keepsTheWrongAudio, "is not what was heard"),
        (.keepsWhatWasRecognised, "although words until"),
        (.mixesTheOrder, "comes after one that ended"),
        (.failsAfterCancel, "after cancel()"),
        (.finishesAfterAll, "is not failed"),
    ])
    func findsTheFaultOfARecogniserThatFails(_ fault: ForgetfulRecogniser.Fault, _ reason: String) async throws {
        let subject = self.subject(Self.scripted, breaking: ForgetfulRecogniser(fault: fault))
        let failures = await RecogniserConformance.failures(of: subject)
        #expect(failures.contains { $0.reason.contains(reason) }, "\(failures)")
    }

    @Test(arguments: [
        (FaultySynthesiser.Fault.deliversInSpeak, "before speak() had returned"),
        (.deliversAfterCancel, "after cancel()"),
        (.neverFinishes, "no last event"),
        (.isSilent, "silence"),
        (.wordsComeLate, "had been delivered"),
        (.emptyPieces, "is empty"),
    ])
    func findsTheFaultOfASynthesiser(_ fault: FaultySynthesiser.Fault, _ reason: String) async throws {
        var subject = self.subject(FaultySynthesiser(fault: fault))
        if fault == .neverFinishes { subject.patience = .milliseconds(300) }
        let failures = await SynthesiserConformance.failures(of: subject)
        #expect(failures.contains { $0.reason.contains(reason) }, "\(failures)")
    }
}
