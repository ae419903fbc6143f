// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CPocketSphinx
import CallCore
import FoundationEssentials
import Synchronization
import TelephonyAudio

/// One PocketSphinx decoder. It is not thread-safe and belongs to the thread that made it.
final class Decoder {
    /// A word with its place in the decoded audio and its posterior from the word lattice.
    struct Word: Hashable, Sendable {
        var text: String
        var start: Duration
        var end: Duration
        var posterior: Double
        /// How expected the word was by the language model, as the base-10 logarithm of its weighted probability.
        var expectation: Double
    }

    /// ps_init reads files through functions with global state, and so do its messages.
    private static let initialisation = Mutex(())
    /// PocketSphinx's feature frames.
    private static let frame = Duration.milliseconds(10)

    /// Scores of the search are kept without their last ten bits (SENSCR_SHIFT in hmm.h).
    private static let scoreShift: Int32 = 10

    private let decoder: OpaquePointer
    private let logarithms: OpaquePointer?

    /// A decoder for hints, or with the free language model when there are none.
    init(_ hints: CompiledHints?, files: ModelFiles) throws(SpeechError) {
        var options = ["-hmm", files.acoustic, "-remove_noise", "no", "-remove_silence", "no"]
        let folder = TemporaryFolder()
        if let hints {
            try folder.write(hints.arpa, to: "hints.arpa")
            try folder.write(hints.dictionary, to: "hints.dict")
            options += ["-lm", folder.path("hints.arpa"), "-dict", folder.path("hints.dict")]
        } else {
            options += ["-lm", files.language, "-dict", files.dictionary]
        }
        let made = Self.initialisation.withLock { _ in Self.make(options) }
        withExtendedLifetime(folder) {}
        guard let made, let decoder = OpaquePointer(bitPattern: made) else {
            throw SpeechError(
                .engineFailure,
                "PocketSphinx refuses the model \(files.acoustic) or the dialogue's words."
            )
        }
        self.decoder = decoder
        self.logarithms = ps_get_logmath(decoder)
    }

    deinit {
        ps_free(self.decoder)
    }

    /// Recognises mu-law audio, from beginning to end at once; takes 2 to 10 % of its length on one core.
    func decode(_ audio: [UInt8]) -> [Word] {
        var widener = SpectralImageWidener()
        let samples = widener.process(MuLaw.decode(audio)) + widener.finish()
        // Without this, noise tracking and the cepstral mean would go on from another call.
        ps_start_stream(self.decoder)
        guard ps_start_utt(self.decoder) == 0 else { return [] }
        samples.withUnsafeBufferPointer { buffer in
            _ = ps_process_raw(self.decoder, buffer.baseAddress, buffer.count, 0, 1)
        }
        guard ps_end_utt(self.decoder) == 0 else { return [] }
        var score: Int32 = 0
        // Asking for the hypothesis makes the lattice, and asking for its probability the posteriors of its words.
        guard ps_get_hyp(self.decoder, &score) != nil else { return [] }
        _ = ps_get_prob(self.decoder)
        return self.words()
    }

    private func words() -> [Word] {
        var words: [Word] = []
        var segment = ps_seg_iter(self.decoder)
        while let now = segment {
            var (first, last): (Int32, Int32) = (0, 0)
            ps_seg_frames(now, &first, &last)
            var (acoustic, language, backOff): (Int32, Int32, Int32) = (0, 0, 0)
            let posterior = logmath_exp(self.logarithms, ps_seg_prob(now, &acoustic, &language, &backOff))
            if let name = ps_seg_word(now), let text = Self.word(String(cString: name)) {
                words.append(
                    Word(
                        text: text,
                        start: Self.frame * Int(first),
                        end: Self.frame * (Int(last) + 1),
                        posterior: min(max(posterior, 0), 1),
                        expectation: logmath_log_to_log10(self.logarithms, language &<< Self.scoreShift)
                    )
                )
            }
            segment = ps_seg_next(now)
        }
        return words
    }

    /// The word without the number of its pronunciation; `nil` for silence and noise.
    static func word(_ name: String) -> String? {
        guard let first = name.first, first.isLetter || first == "'" else { return nil }
        return String(name.prefix { $0 != "(" })
    }

    /// The decoder's address, because a bare pointer cannot leave the lock.
    private static func make(_ options: [String]) -> Int? {
        err_set_logfp(nil)
        var arguments = options.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        guard let configuration = cmd_ln_parse_r(nil, ps_args(), Int32(arguments.count), &arguments, 1) else {
            return nil
        }
        defer { cmd_ln_free_r(configuration) }
        return ps_init(configuration).map { Int(bitPattern: $0) }
    }
}
#endif
