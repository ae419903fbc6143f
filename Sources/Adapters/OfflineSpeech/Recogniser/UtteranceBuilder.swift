// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import TelephonyAudio

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

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

    /// How sure the words are, and whether they are what the dialogue is about.
    ///
    /// The first is the mean of the words' posteriors, each weighted by how long it sounds. But words that fit the sound of a
    /// foreign sentence can be sure of themselves; what gives them away is that the language model expected none of
    /// them. So the mean counts fully where the words were expected as those of the dialogue are, and fades out below.
    static func confidence(_ words: [Decoder.Word]) -> Double {
        let length = words.reduce(0.0) { $0 + ($1.end - $1.start) / .seconds(1) }
        guard length > 0 else { return 0 }
        let mean = words.reduce(0.0) { $0 + $1.posterior * ((($1.end - $1.start) / .seconds(1)) / length) }
        let expectation = words.reduce(0.0) { $0 + $1.expectation } / Double(words.count)
        return mean / (1 + exp((Self.foreign - expectation) / Self.fade))
    }

    /// The expectation of a word at which half of the confidence is left, and how fast it fades; found with the shipped
    /// dialogue: its sentences lie above -13, paraphrases above -16.5, half of all foreign sentences below -18.
    private static let foreign = -17.8
    private static let fade = 1.1
}
#endif
