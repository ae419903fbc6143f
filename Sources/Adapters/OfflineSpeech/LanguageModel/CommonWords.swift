// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CPocketSphinx
import CallCore

/// The commonest words of the free language model, with their probabilities: the background that catches what is in no hint.
struct CommonWords: Sendable {
    struct Entry: Sendable, Hashable {
        var word: String
        var probability: Double
    }

    let entries: [Entry]

    /// Reads the unigrams of a language model; throws ``SpeechError`` when it cannot be read.
    init(_ files: ModelFiles, count: Int) throws(SpeechError) {
        err_set_logfp(nil)
        guard let logarithms = logmath_init(1.0001, 0, 0) else {
            throw SpeechError(.engineFailure, "PocketSphinx has no memory for its logarithms.")
        }
        defer { logmath_free(logarithms) }
        guard let model = ngram_model_read(nil, files.language, NGRAM_AUTO, logarithms) else {
            throw SpeechError(.unavailable, "PocketSphinx cannot read the language model \(files.language).")
        }
        defer { ngram_model_free(model) }
        let size = ngram_model_get_counts(model).map { Int32(clamping: $0[0]) } ?? 0
        var entries: [Entry] = []
        var used: Int32 = 0
        for index in 0..<size {
            guard let pointer = ngram_word(model, index) else { continue }
            let word = String(cString: pointer)
            guard SpokenWords.split(word) == [word] else { continue }
            let score = ngram_ng_prob(model, index, nil, 0, &used)
            entries.append(Entry(word: word, probability: logmath_exp(logarithms, score)))
        }
        entries.sort { ($1.probability, $0.word) < ($0.probability, $1.word) }
        self.entries = Array(entries.prefix(count))
    }
}
#endif
