// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// A word that is spoken differently as another part of speech.
    public struct Word: SSMLSentenceElement {
        /// The part of speech, such as `amazon:VB`.
        public var role: String?
        /// What is spoken.
        public var content: [any SSMLWordElement]

        /// Speaks plain text.
        public init(_ words: String, role: String? = nil) {
            self.role = role
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(
            role: String? = nil,
            @ElementBuilder<any SSMLWordElement> content: () -> [any SSMLWordElement]
        ) {
            self.role = role
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("w", children: self.content)
            node.set("role", self.role)
            return node
        }
    }
}
