// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import NIOPosix
import OfflineSpeech
import SwitchboardTesting
import Testing

/// The promises that every engine makes.
@Suite(.timeLimit(.minutes(5))) struct ConformanceTests {
    @Test(arguments: RecogniserConformance.checks)
    func recogniserKeepsThePromise(_ check: RecogniserConformance.Check) async throws {
        let speech =
            try await Telephone.say("what are your opening hours") + Telephone.silence + Telephone.silence
            + Telephone.silence
        try await check.run(
            on: .init(
                recogniser: OfflineRecogniser(logger: Telephone.logger),
                speech: speech,
                hints: SpeechHints(phrases: ["what are your opening hours"]),
                eventLoop: Telephone.loops.next()
            )
        )
    }

    @Test(arguments: SynthesiserConformance.checks)
    func synthesiserKeepsThePromise(_ check: SynthesiserConformance.Check) async throws {
        try await check.run(on: .init(synthesiser: OfflineSynthesiser(), eventLoop: Telephone.loops.next()))
    }
}
#endif
