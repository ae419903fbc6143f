// SPDX-License-Identifier: Apache-2.0

/// Reads text aloud.
///
/// See <https://www.twilio.com/docs/voice/twiml/say>.
public struct Say: Verb, GatherElement {
    /// What is said: at most 4,096 characters, 3,000 with Polly voices.
    public var text: String
    /// Whose voice; the account's default when absent.
    public var voice: Voice?
    /// The language of the text; Twilio's default is `en-US`.
    public var language: SpeechLanguage?
    /// How often it is said; 0 means up to 1,000 times, the default is 1.
    public var loop: Int?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(_ text: String, voice: Voice? = nil, language: SpeechLanguage? = nil, loop: Int? = nil) {
        self.text = text
        self.voice = voice
        self.language = language
        self.loop = loop
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Say", text: self.text)
        node.set("voice", self.voice)
        node.set("language", self.language)
        node.set("loop", self.loop)
        return node
    }
}
