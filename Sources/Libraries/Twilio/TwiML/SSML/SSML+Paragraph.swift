// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// A paragraph: a longer pause follows.
    public struct Paragraph: SSMLElement {
        /// What is spoken.
        public var content: [any SSMLParagraphElement]

        /// Speaks plain text.
        public init(_ words: String) {
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(@ElementBuilder<any SSMLParagraphElement> content: () -> [any SSMLParagraphElement]) {
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            TwiMLNode("p", children: self.content)
        }
    }
}
