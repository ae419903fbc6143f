// SPDX-License-Identifier: Apache-2.0

/// Waits in silence. As the first verb of an incoming call it delays the answer.
///
/// See <https://www.twilio.com/docs/voice/twiml/pause>.
public struct Pause: Verb, GatherElement, PromptElement {
    /// How long, rounded up to whole seconds; the default is 1 s.
    public var length: Duration?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(length: Duration? = nil) {
        self.length = length
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Pause")
        node.set("length", seconds: self.length)
        return node
    }
}
