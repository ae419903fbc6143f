// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// Words with their pronunciation.
    public struct Phoneme: SSMLWordElement {
        /// How the pronunciation is written.
        public var alphabet: Alphabet?
        /// The pronunciation.
        public var pronunciation: String?
        /// What is spoken, or stands in for it.
        public var words: String

        /// Speaks plain text.
        public init(_ words: String, alphabet: Alphabet? = nil, pronunciation: String? = nil) {
            self.alphabet = alphabet
            self.pronunciation = pronunciation
            self.words = words
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("phoneme", text: self.words)
            node.set("alphabet", self.alphabet)
            node.set("ph", self.pronunciation)
            return node
        }
    }
}
