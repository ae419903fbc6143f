// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOPosix
import SwitchboardTesting
import TelephonyAudio
import Testing

struct EngineConformanceTests {
    private static let eventLoop = MultiThreadedEventLoopGroup.singleton.next()

    private func subject(_ recogniser: any SpeechRecogniser) -> RecogniserConformance.Subject {
        let speech = ToneSynthesiser().audio(of: "when are you open") + [UInt8](repeating: 0xFF, count: 8000)
        return RecogniserConformance.Subject(
            recogniser: recogniser,
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
        let recogniser = ScriptedRecogniser { _ in ["when are you open"] }
        try await check.run(on: self.subject(recogniser))
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
    ])
    func findsTheFaultOfARecogniser(_ fault: FaultyRecogniser.Fault, _ reason: String) async throws {
        var subject = self.subject(FaultyRecogniser(fault))
        if fault == .neverFinishes { subject.patience = .milliseconds(300) }
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
