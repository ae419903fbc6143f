// SPDX-License-Identifier: Apache-2.0

/// Writes down what is said, as it is said.
///
/// See <https://www.twilio.com/docs/voice/twiml/transcription>.
public struct Transcription: StartNoun, StopNoun {
    /// A name that is unique in the call; needed to stop it.
    public var name: String?
    /// Whose audio; Twilio's default is both.
    public var track: StreamTrack?
    /// URL that gets the text.
    public var statusCallbackUrl: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// What the incoming track is called in the callbacks.
    public var inboundTrackLabel: String?
    /// What the outgoing track is called in the callbacks.
    public var outboundTrackLabel: String?
    /// Whether unfinished sentences are reported; the default is no.
    public var partialResults: Bool?
    /// The language; the default is `en-US`.
    public var languageCode: SpeechLanguage?
    /// Who recognises the speech; the default is Google.
    public var transcriptionEngine: TranscriptionService?
    /// Whether swear words are starred out.
    public var profanityFilter: Bool?
    /// The model of the engine, such as `telephony`.
    public var speechModel: String?
    /// Phrases to expect; a comma in one becomes a blank.
    public var hints: [String]
    /// Whether there is punctuation.
    public var enableAutomaticPunctuation: Bool?
    /// The service of Conversational Intelligence that keeps the text.
    public var intelligenceService: String?
    /// Settings and parameters.
    public var elements: [any ConfigElement]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        name: String? = nil,
        track: StreamTrack? = nil,
        statusCallbackUrl: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        inboundTrackLabel: String? = nil,
        outboundTrackLabel: String? = nil,
        partialResults: Bool? = nil,
        languageCode: SpeechLanguage? = nil,
        transcriptionEngine: TranscriptionService? = nil,
        profanityFilter: Bool? = nil,
        speechModel: String? = nil,
        hints: [String] = [],
        enableAutomaticPunctuation: Bool? = nil,
        intelligenceService: String? = nil,
        @ElementBuilder<any ConfigElement> elements: () -> [any ConfigElement] = { [] }
    ) {
        self.name = name
        self.track = track
        self.statusCallbackUrl = statusCallbackUrl
        self.statusCallbackMethod = statusCallbackMethod
        self.inboundTrackLabel = inboundTrackLabel
        self.outboundTrackLabel = outboundTrackLabel
        self.partialResults = partialResults
        self.languageCode = languageCode
        self.transcriptionEngine = transcriptionEngine
        self.profanityFilter = profanityFilter
        self.speechModel = speechModel
        self.hints = hints
        self.enableAutomaticPunctuation = enableAutomaticPunctuation
        self.intelligenceService = intelligenceService
        self.elements = elements()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Transcription", children: self.elements)
        node.set("name", self.name)
        node.set("track", self.track)
        node.set("statusCallbackUrl", self.statusCallbackUrl)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("inboundTrackLabel", self.inboundTrackLabel)
        node.set("outboundTrackLabel", self.outboundTrackLabel)
        node.set("partialResults", self.partialResults)
        node.set("languageCode", self.languageCode)
        node.set("transcriptionEngine", self.transcriptionEngine)
        node.set("profanityFilter", self.profanityFilter)
        node.set("speechModel", self.speechModel)
        node.set("hints", commaSeparated: self.hints)
        node.set("enableAutomaticPunctuation", self.enableAutomaticPunctuation)
        node.set("intelligenceService", self.intelligenceService)
        return node
    }
}
