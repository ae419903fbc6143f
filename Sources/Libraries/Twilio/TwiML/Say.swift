// SPDX-License-Identifier: Apache-2.0

/// Reads text aloud.
///
/// ```swift
/// Say("Good evening.", voice: .polly("Joanna", .neural))
/// Say(voice: .google("en-US", .chirp3HD("Aoede"))) {
///     "Please wait"
///     SSML.Break(time: .seconds(1))
///     "a moment."
/// }
/// ```
///
/// Text that may be too long for one `Say` is cut by ``split(_:voice:language:)``.
/// See <https://www.twilio.com/docs/voice/twiml/say>.
public struct Say: Verb, GatherElement, PromptElement {
    /// What is said: text and ``SSML``; at most 4,096 characters, 3,000 with Polly voices, without markup.
    public var content: [any SSMLElement]
    /// Whose voice; the account's default when absent.
    public var voice: Voice?
    /// The language of the text; Twilio's default is `en-US`.
    public var language: SpeechLanguage?
    /// How often it is said; 0 means up to 1,000 times, the default is 1.
    public var loop: Int?

    /// Says plain text; what is left out is left to Twilio's default.
    public init(_ text: String, voice: Voice? = nil, language: SpeechLanguage? = nil, loop: Int? = nil) {
        self.init(voice: voice, language: language, loop: loop) { text }
    }

    /// Says text with instructions; what is left out is left to Twilio's default.
    public init(
        voice: Voice? = nil,
        language: SpeechLanguage? = nil,
        loop: Int? = nil,
        @ElementBuilder<any SSMLElement> content: () -> [any SSMLElement]
    ) {
        self.content = content()
        self.voice = voice
        self.language = language
        self.loop = loop
    }

    /// What is said, without instructions; setting it removes them.
    public var text: String {
        get { self.content.map(\.node.plainText).joined() }
        set { self.content = [SSMLText(newValue)] }
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Say", children: self.content)
        node.set("voice", self.voice)
        node.set("language", self.language)
        node.set("loop", self.loop)
        return node
    }
}
