// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// Words of a kind that has its own way of being read.
    public struct SayAs: SSMLWordElement {
        /// The kind.
        public var interpretation: Interpretation?
        /// The order of a date.
        public var format: DateFormat?
        /// What is spoken, or stands in for it.
        public var words: String

        /// Speaks plain text.
        public init(_ words: String, interpretation: Interpretation? = nil, format: DateFormat? = nil) {
            self.interpretation = interpretation
            self.format = format
            self.words = words
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("say-as", text: self.words)
            node.set("interpret-as", self.interpretation)
            node.set("format", self.format)
            return node
        }
    }
}
