// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// Words in another volume, rate or pitch. Neural and generative voices know only a part of it.
    public struct Prosody: SSMLWordElement {
        /// How loud.
        public var volume: Volume?
        /// How fast.
        public var rate: Rate?
        /// How high.
        public var pitch: Pitch?
        /// What is spoken.
        public var content: [any SSMLElement]

        /// Speaks plain text.
        public init(_ words: String, volume: Volume? = nil, rate: Rate? = nil, pitch: Pitch? = nil) {
            self.volume = volume
            self.rate = rate
            self.pitch = pitch
            self.content = [SSMLText(words)]
        }

        /// Speaks text with further instructions in it.
        public init(
            volume: Volume? = nil,
            rate: Rate? = nil,
            pitch: Pitch? = nil,
            @ElementBuilder<any SSMLElement> content: () -> [any SSMLElement]
        ) {
            self.volume = volume
            self.rate = rate
            self.pitch = pitch
            self.content = content()
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("prosody", children: self.content)
            node.set("volume", self.volume)
            node.set("rate", self.rate)
            node.set("pitch", self.pitch)
            return node
        }
    }
}
