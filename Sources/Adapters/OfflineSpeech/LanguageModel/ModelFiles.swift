// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import FoundationEssentials

/// Where PocketSphinx's American English model lies.
struct ModelFiles: Sendable, Hashable {
    /// The acoustic model, a folder.
    let acoustic: String
    /// The CMU pronouncing dictionary.
    let dictionary: String
    /// The free language model.
    let language: String

    /// Debian's and Homebrew's places (`pkg-config --variable=modeldir pocketsphinx`).
    static let usualDirectories = [
        "/usr/share/pocketsphinx/model", "/usr/local/share/pocketsphinx/model",
        "/opt/homebrew/share/pocketsphinx/model",
    ]

    /// Looks for the model; throws ``SpeechError`` with the mend when it is not there.
    init(directory: String?) throws(SpeechError) {
        let candidates = directory.map { [$0] } ?? Self.usualDirectories
        for candidate in candidates {
            let files = ModelFiles(base: candidate + "/en-us/")
            if files.areReadable {
                self = files
                return
            }
        }
        throw SpeechError(
            .unavailable,
            "PocketSphinx's en-us model is not in \(candidates.joined(separator: ", ")); "
                + "install it (Debian: apt-get install pocketsphinx-en-us) or name its folder."
        )
    }

    private init(base: String) {
        self.acoustic = base + "en-us"
        self.dictionary = base + "cmudict-en-us.dict"
        self.language = base + "en-us.lm.bin"
    }

    private var areReadable: Bool {
        [self.acoustic + "/mdef", self.dictionary, self.language]
            .allSatisfy(FileManager.default.isReadableFile(atPath:))
    }
}
#endif
