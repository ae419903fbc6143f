// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import TelephonyAudio

/// Makes an utterance of decoded words: their places become places in the call.
enum UtteranceBuilder {
    /// The utterance; its text is empty when no word could be made of the speech.
    static func utterance(_ words: [Decoder.Word], of segment: SpeechSegmenter.Segment) -> Utterance? {
        let origin = Duration.telephony(bytes: segment.start)
        let placed = words.map { word in
            Word(
                text: word.text,
                start: origin + word.start,
                end: origin + word.end,
                confidence: word.posterior
            )
        }
        return Utterance(
            text: placed.map(\.text).joined(separator: " "),
            start: .telephony(bytes: segment.speech.lowerBound),
            end: .telephony(bytes: segment.speech.upperBound),
            confidence: Self.confidence(words),
            words: placed
        )
    }

    /// The mean of the words' posteriors, each weighted by how long it sounds: what matters is how much of the speech is
    /// understood.
    static func confidence(_ words: [Decoder.Word]) -> Double {
        let length = words.reduce(0.0) { $0 + ($1.end - $1.start) / .seconds(1) }
        guard length > 0 else { return 0 }
        return words.reduce(0.0) { $0 + $1.posterior * ((($1.end - $1.start) / .seconds(1)) / length) }
    }
}
#endif
