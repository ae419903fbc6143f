// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How a pronunciation is written.
    public struct Alphabet: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The International Phonetic Alphabet.
        public static let ipa = Self(rawValue: "ipa")
        /// X-SAMPA, which is IPA in ASCII.
        public static let xSampa = Self(rawValue: "x-sampa")
        /// Cantonese.
        public static let jyutping = Self(rawValue: "x-amazon-jyutping")
        /// Mandarin.
        public static let pinyin = Self(rawValue: "x-amazon-pinyin")
        /// Japanese, with accents.
        public static let pronunciationKana = Self(rawValue: "x-amazon-pron-kana")
        /// Japanese.
        public static let yomigana = Self(rawValue: "x-amazon-yomigana")
    }
}
