// SPDX-License-Identifier: Apache-2.0

extension Enqueue {
    /// What TaskRouter is told of the call, as JSON.
    public struct Task: TwiMLElement {
        /// The attributes of the task: the text of one JSON object.
        public var attributes: String
        /// Higher comes first.
        public var priority: Int?
        /// How long the task lives, rounded up to seconds.
        public var timeout: Duration?

        /// Creates the task; what is left out is left to Twilio's default.
        public init(_ attributes: String, priority: Int? = nil, timeout: Duration? = nil) {
            self.attributes = attributes
            self.priority = priority
            self.timeout = timeout
        }

        /// The XML element to write.
        public var node: TwiMLNode {
            var node = TwiMLNode("Task", text: self.attributes)
            node.set("priority", self.priority)
            node.set("timeout", seconds: self.timeout)
            return node
        }
    }
}
