// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// Short ways to write messages and to read what an assembler makes of them.
enum ListenScript {
    /// A piece whose words share its time evenly.
    static func piece(
        _ start: Double,
        _ end: Double,
        _ text: String,
        final: Bool = true,
        pause: Bool = false,
        finalize: Bool = false,
        channel: Int = 0
    ) -> ListenMessage {
        let texts = text.split(separator: " ")
        let step = (end - start) / Double(max(1, texts.count))
        let words = texts.enumerated()
            .map {
                TranscriptWord(
                    text: String($1),
                    start: start + Double($0) * step,
                    end: start + Double($0 + 1) * step,
                    confidence: 0.9
                )
            }
        return .results(
            ListenResults(
                channel: channel,
                start: start,
                duration: end - start,
                isFinal: final,
                speechFinal: pause,
                fromFinalize: finalize,
                transcript: text,
                confidence: text.isEmpty ? 0 : 0.9,
                words: words
            )
        )
    }

    static func guess(_ start: Double, _ end: Double, _ text: String) -> ListenMessage {
        self.piece(start, end, text, final: false)
    }
}

extension TranscriptAssembler {
    /// Takes messages in order, at one moment.
    mutating func takeAll(_ messages: [ListenMessage], now: Duration = .zero) -> [TranscriptEvent] {
        messages.flatMap { self.take($0, now: now) }
    }
}

extension [TranscriptEvent] {
    /// The utterances' texts with their endings.
    var utterances: [String] {
        self.compactMap { event in
            guard case .utterance(let transcript, let ending) = event else { return nil }
            return "\(transcript.text) [\(ending)]"
        }
    }

    /// The guesses' texts.
    var interims: [String] {
        self.compactMap { event in
            guard case .interim(let transcript) = event else { return nil }
            return transcript.text
        }
    }

    /// The words of all utterances.
    var words: [TranscriptWord] {
        self.flatMap { event -> [TranscriptWord] in
            guard case .utterance(let transcript, _) = event else { return [] }
            return transcript.words
        }
    }
}
