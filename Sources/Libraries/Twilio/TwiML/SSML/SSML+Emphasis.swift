// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// Stresses words. Neural and generative voices of Polly ignore it.
    public struct Emphasis: SSMLWordElement {
        /// How much; the default is moderate.
        public var level: EmphasisLevel?
        /// What is spoken.
        public var content: [any SSMLSentenceElement]

        /// Speaks plain text.
        public init(_ words: String, level: EmphasisLevel? = nil) {
            self.level = level
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(
            level: EmphasisLevel? = nil,
            @ElementBuilder<any SSMLSentenceElement> content: () -> [any SSMLSentenceElement]
        ) {
            self.level = level
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("emphasis", children: self.content)
            node.set("level", self.level)
            return node
        }
    }
}
