// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore

/// What hints became: a language model and the dictionary of its words, ready for any number of decoders.
final class CompiledHints: Sendable {
    /// Language model in ARPA format.
    let arpa: String
    /// Pronunciations of exactly the model's words.
    let dictionary: String
    /// Words of hints that could not be pronounced, and were left out.
    let unpronounceable: [String]

    /// Compiles hints over a background; throws ``SpeechError`` when the installed model cannot be read.
    init(_ hints: SpeechHints, files: ModelFiles, background: CommonWords) throws(SpeechError) {
        let phrases = HintPhrases(hints)
        let own = phrases.vocabulary
        var dictionary = try PronouncingDictionary(
            files.dictionary,
            words: Set(own).union(background.entries.map(\.word))
        )
        var missing: [String] = []
        for word in own where dictionary.lines[word] == nil {
            if let phones = LetterToSound.pronounce(word) {
                dictionary.add(word, phones: phones)
            } else {
                missing.append(word)
            }
        }
        // Common words without a pronunciation are abbreviations and marks; the decoder would only warn of them.
        let common = background.entries.filter { dictionary.lines[$0.word] != nil }
        self.arpa = LanguageModel(phrases, background: common).arpa()
        self.dictionary = dictionary.text()
        self.unpronounceable = missing
    }
}
#endif
