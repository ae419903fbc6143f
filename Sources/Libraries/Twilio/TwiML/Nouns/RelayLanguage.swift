// SPDX-License-Identifier: Apache-2.0

/// What ``ConversationRelay`` uses once the conversation is in this language.
///
/// See <https://www.twilio.com/docs/voice/conversationrelay/conversationrelay-noun>.
public struct RelayLanguage: RelayElement {
    /// The language.
    public var code: SpeechLanguage?
    /// Who speaks.
    public var ttsProvider: SpeechProvider?
    /// The voice, by the provider's own name.
    public var voice: String?
    /// Who recognises the speech.
    public var transcriptionProvider: SpeechProvider?
    /// The model of the recogniser.
    public var speechModel: String?
    /// Phrases to expect; a comma in one becomes a blank.
    public var hints: [String]
    /// Whether numbers and dates are formatted.
    public var asrSmartFormat: Bool?
    /// Whether numbers and signs are spelled out before they are spoken.
    public var ttsTextNormalization: TextNormalization?
    /// Whether that follows the rules of the language.
    public var ttsLanguageTextNormalization: Bool?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        code: SpeechLanguage? = nil,
        ttsProvider: SpeechProvider? = nil,
        voice: String? = nil,
        transcriptionProvider: SpeechProvider? = nil,
        speechModel: String? = nil,
        hints: [String] = [],
        asrSmartFormat: Bool? = nil,
        ttsTextNormalization: TextNormalization? = nil,
        ttsLanguageTextNormalization: Bool? = nil
    ) {
        self.code = code
        self.ttsProvider = ttsProvider
        self.voice = voice
        self.transcriptionProvider = transcriptionProvider
        self.speechModel = speechModel
        self.hints = hints
        self.asrSmartFormat = asrSmartFormat
        self.ttsTextNormalization = ttsTextNormalization
        self.ttsLanguageTextNormalization = ttsLanguageTextNormalization
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Language")
        node.set("code", self.code)
        node.set("ttsProvider", self.ttsProvider)
        node.set("voice", self.voice)
        node.set("transcriptionProvider", self.transcriptionProvider)
        node.set("speechModel", self.speechModel)
        node.set("hints", commaSeparated: self.hints)
        node.set("asrSmartFormat", self.asrSmartFormat)
        node.set("ttsTextNormalization", self.ttsTextNormalization)
        node.set("ttsLanguageTextNormalization", self.ttsLanguageTextNormalization)
        return node
    }
}
