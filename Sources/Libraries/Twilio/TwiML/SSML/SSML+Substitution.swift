// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// An abbreviation that is read as something else.
    public struct Substitution: SSMLWordElement {
        /// What is read.
        public var alias: String?
        /// What is spoken, or stands in for it.
        public var words: String

        /// Speaks plain text.
        public init(_ words: String, alias: String? = nil) {
            self.alias = alias
            self.words = words
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("sub", text: self.words)
            node.set("alias", self.alias)
            return node
        }
    }
}
