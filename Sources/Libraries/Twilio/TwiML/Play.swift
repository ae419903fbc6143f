// SPDX-License-Identifier: Apache-2.0

/// Plays an audio file, or keypad tones.
///
/// See <https://www.twilio.com/docs/voice/twiml/play>.
public struct Play: Verb, GatherElement, PromptElement {
    /// Where the audio is (WAV or MP3, fetched with GET); may be empty when `digits` are given.
    public var url: String
    /// How often it is played; 0 means up to 1,000 times, the default is 1.
    public var loop: Int?
    /// Keys to play: `0-9 A-D # *`, `w` waits half a second.
    public var digits: String?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(_ url: String = "", loop: Int? = nil, digits: String? = nil) {
        self.url = url
        self.loop = loop
        self.digits = digits
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Play", text: self.url)
        node.set("loop", self.loop)
        node.set("digits", self.digits)
        return node
    }
}
