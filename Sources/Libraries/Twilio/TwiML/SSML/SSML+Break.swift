// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// A pause.
    public struct Break: SSMLWordElement {
        /// How long, rounded up to milliseconds; at most 10 s.
        public var time: Duration?
        /// How long in words; `time` takes precedence.
        public var strength: Strength?

        /// Pauses; without a value as long as at a comma.
        public init(time: Duration? = nil, strength: Strength? = nil) {
            self.time = time
            self.strength = strength
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("break")
            node.set("strength", self.strength)
            node.set("time", self.time.map { TwiMLNode.milliseconds($0) + "ms" })
            return node
        }
    }
}
