// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// A sentence: a pause follows.
    public struct Sentence: SSMLParagraphElement {
        /// What is spoken.
        public var content: [any SSMLSentenceElement]

        /// Speaks plain text.
        public init(_ words: String) {
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(@ElementBuilder<any SSMLSentenceElement> content: () -> [any SSMLSentenceElement]) {
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            TwiMLNode("s", children: self.content)
        }
    }
}
