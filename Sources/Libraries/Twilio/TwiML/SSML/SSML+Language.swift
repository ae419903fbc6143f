// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// Words of another language than the rest.
    public struct Language: SSMLSentenceElement {
        /// The language.
        public var language: SpeechLanguage?
        /// What is spoken.
        public var content: [any SSMLElement]

        /// Speaks plain text.
        public init(_ words: String, language: SpeechLanguage? = nil) {
            self.language = language
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(
            language: SpeechLanguage? = nil,
            @ElementBuilder<any SSMLElement> content: () -> [any SSMLElement]
        ) {
            self.language = language
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("lang", children: self.content)
            node.set("xml:lang", self.language)
            return node
        }
    }
}
