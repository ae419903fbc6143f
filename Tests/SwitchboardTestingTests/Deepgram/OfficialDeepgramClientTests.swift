// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// The vendor's own client and models are the judge of the simulator.
@Suite(.timeLimit(.minutes(1)))
struct OfficialDeepgramClientTests {
    @Test func theVendorsOwnClientIsServed() async throws {
        guard await OfficialDeepgramClient.isInstalled else {
            // Skipped, and visibly so: the package comes with `scripts/install-dependencies test`.
            withKnownIssue { Issue.record("the Python package deepgram-sdk is not installed") }
            return
        }
        try await withDeepgram { deepgram in
            let silence = [UInt8](repeating: 0xFF, count: 12_000)
            let audio = NumberedSpeech.audio(1...120) + silence + NumberedSpeech.audio(121...150)
            let task = OfficialDeepgramClient.Task(
                webSockets: deepgram.url,
                requests: deepgram.httpURL,
                key: deepgram.credential,
                audio: Data(audio).base64EncodedString(),
                text: "We are open from nine to five."
            )
            let answer = try #require(try await OfficialDeepgramClient.perform(task))
            #expect(answer.invalid.isEmpty)
            self.check(answer)
            let bytes = ToneSynthesiser().audio(of: task.text).count
            #expect(answer.speechBytes == bytes)
            #expect(answer.requestBytes == bytes)
            #expect(answer.refusal == 401)
            self.check(deepgram, bytes: audio.count)
        }
    }

    private static func words(_ numbers: ClosedRange<Int>) -> String {
        numbers.map(String.init).joined(separator: " ")
    }

    private func check(_ answer: OfficialDeepgramClient.Answer) {
        let words = answer.nova.filter { $0.isFinal == true }.compactMap(\.text)
            .filter { !$0.isEmpty }.joined(separator: " ")
        #expect(words == Self.words(1...150))
        let kinds = Set(answer.nova.map(\.type))
        #expect(kinds == ["Results", "SpeechStarted", "UtteranceEnd", "ConfigureSuccess", "Error", "Metadata"])
        #expect(answer.nova.last?.type == "Metadata")
        #expect(answer.flux.first?.type == "Connected")
        let turn = answer.flux.first { $0.type == "EndOfTurn" }
        #expect(turn?.text == Self.words(1...120))
        #expect(answer.flux.last?.text == Self.words(121...150))
        #expect(Set(answer.flux.map(\.type)).isSuperset(of: ["Update", "StartOfTurn", "EagerEndOfTurn"]))
        #expect(answer.speech.map(\.type) == ["Metadata", "Flushed", "Cleared"])
    }

    private func check(_ deepgram: SimulatedDeepgram, bytes: Int) {
        #expect(deepgram.connections.map(\.audioBytes) == [bytes, bytes])
        #expect(deepgram.connections.allSatisfy { $0.isComplete })
        let wrong = deepgram.violations.map(\.violation).filter { !$0.isNote }
        // The script says "nonsense" once.
        #expect(wrong.map(\.kind) == [.unknownCommand])
        #expect(deepgram.speech.map(\.outcome) == [1000, 200, 401])
    }
}
