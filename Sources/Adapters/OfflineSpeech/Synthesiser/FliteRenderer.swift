// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CFlite
import CallCore
import TelephonyAudio

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Speaks sentences with Flite. Blocks its thread for some hundredth of the sentence's length.
enum FliteRenderer {
    private static let frame = Duration.telephonyFrame.telephonyBytes

    private struct Wave {
        var samples: [Int16]
        var rate: Int
        /// The ends of the words Flite spoke, in seconds.
        var ends: [Double]
    }

    /// Renders a sentence; throws ``SpeechError`` when Flite has no such voice or fails.
    static func render(_ sentence: SpokenText.Sentence, voice: FliteVoice) throws(SpeechError) -> RenderedSpeech {
        guard !sentence.spoken.isEmpty else {
            return RenderedSpeech(audio: [], words: sentence.words.map { .init(text: $0.text, end: 0) })
        }
        guard let wave = Self.speak(sentence.spoken, voice) else {
            throw SpeechError(.engineFailure, "Flite's voice \(voice.rawValue) failed on a sentence.")
        }
        var audio = MuLaw.encode(Resampler.convert(wave.samples, from: wave.rate, to: 8000))
        let length = audio.count
        audio += [UInt8](repeating: MuLaw.silence, count: (Self.frame - length % Self.frame) % Self.frame)
        let ends = wave.ends.map { min(Int($0 * 8000), length) }
        return RenderedSpeech(audio: audio, words: Self.words(sentence, ends, length))
    }

    /// Gives each written word the end of its last piece; by the count of letters where Flite saw other words than we.
    private static func words(
        _ sentence: SpokenText.Sentence,
        _ ends: [Int],
        _ length: Int
    ) -> [RenderedSpeech.Word] {
        var ends = ends
        let pieces = sentence.words.reduce(0) { $0 + $1.pieces }
        let letters = max(sentence.words.reduce(0) { $0 + $1.text.count }, 1)
        var words: [RenderedSpeech.Word] = []
        var (piece, letter, last) = (0, 0, 0)
        for word in sentence.words {
            piece += word.pieces
            letter += word.text.count
            let end = ends.count == pieces ? (piece == 0 ? 0 : ends[piece - 1]) : length * letter / letters
            last = max(last, end)
            words.append(RenderedSpeech.Word(text: word.text, end: last))
        }
        ends.removeAll()
        return words
    }

    private static func speak(_ text: String, _ voice: FliteVoice) -> Wave? {
        FliteLibrary.withLock { library in
            // Flite's breath is rand(): the same text shall always sound the same.
            srand(1)
            guard let voice = library.voices[voice.rawValue], let utterance = flite_synth_text(text, voice) else {
                return nil
            }
            defer { delete_utterance(utterance) }
            guard let wave = utt_wave(utterance)?.pointee, let samples = wave.samples, wave.sample_rate > 0 else {
                return nil
            }
            return Wave(
                samples: Array(UnsafeBufferPointer(start: samples, count: Int(wave.num_samples))),
                rate: Int(wave.sample_rate),
                ends: Self.ends(utterance)
            )
        }
    }

    /// The end of each token: of the last sound of the last of its words.
    private static func ends(_ utterance: UnsafeMutablePointer<cst_utterance>) -> [Double] {
        guard let relation = utt_relation(utterance, "Token") else { return [] }
        var ends: [Double] = []
        var token = relation_head(relation)
        while let now = token {
            let path = "daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"
            ends.append(max(Double(flite_ffeature_float(now, path)), ends.last ?? 0))
            token = item_next(now)
        }
        return ends
    }
}
#endif
