// SPDX-License-Identifier: Apache-2.0

/// Ends what ``Start`` began; it is found by its name.
///
/// See <https://www.twilio.com/docs/voice/twiml/stop>.
public struct Stop: Verb {
    /// What ends.
    public var nouns: [any StopNoun]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(@ElementBuilder<any StopNoun> nouns: () -> [any StopNoun]) {
        self.nouns = nouns()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Stop", children: self.nouns)
    }
}
