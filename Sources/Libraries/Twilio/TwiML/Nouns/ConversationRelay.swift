// SPDX-License-Identifier: Apache-2.0

/// Lets Twilio listen and speak: this side exchanges text over a WebSocket.
///
/// See <https://www.twilio.com/docs/voice/conversationrelay/conversationrelay-noun>.
public struct ConversationRelay: ConnectNoun {
    /// Where Twilio connects to, `wss://`.
    public var url: String
    /// What is said first.
    public var welcomeGreeting: String?
    /// What interrupts the greeting; the default is anything.
    public var welcomeGreetingInterruptible: RelayInput?
    /// The language of both sides; the default is `en-US`.
    public var language: SpeechLanguage?
    /// The language that is spoken to the caller.
    public var ttsLanguage: SpeechLanguage?
    /// The language the caller speaks; `multi` with models of Deepgram.
    public var transcriptionLanguage: SpeechLanguage?
    /// Who speaks; the default is ElevenLabs.
    public var ttsProvider: SpeechProvider?
    /// The voice, by the provider's own name: without the `Polly.` or `Google.` of ``Voice``.
    public var voice: String?
    /// Who recognises the speech; the default is Deepgram.
    public var transcriptionProvider: SpeechProvider?
    /// The model of the recogniser: `telephony` of Google and `nova-3-general` of Deepgram by default.
    public var speechModel: String?
    /// Whether swear words are starred out; the default is yes.
    public var profanityFilter: Bool?
    /// What interrupts speech; the default is anything.
    public var interruptible: RelayInput?
    /// How easily speech interrupts; the default is high.
    public var interruptSensitivity: InterruptSensitivity?
    /// Whether a mere “uh-huh” does not interrupt; the default is no.
    public var ignoreBackchannel: Bool?
    /// What is reported though it does not interrupt; the default is nothing.
    public var reportInputDuringAgentSpeech: RelayInput?
    /// Whether keys are reported; the default is no.
    public var dtmfDetection: Bool?
    /// Whether the next talk cycle may cut this one; the default is no.
    public var preemptible: Bool?
    /// Whether unfinished sentences are reported; the default is no.
    public var partialPrompts: Bool?
    /// Whether an unfinished sentence is reported when the caller hangs up.
    public var partialPromptOnHangup: Bool?
    /// Phrases to expect; a comma in one becomes a blank.
    public var hints: [String]
    /// The silence that ends a sentence; the default is automatic.
    public var speechTimeout: RelaySpeechTimeout?
    /// Whether a model decides when the caller has finished; the default is no.
    public var turnDetection: Bool?
    /// How sure the end of a turn must be: 0.5 to 0.9, the default is 0.8 (Deepgram Flux).
    public var eotThreshold: Double?
    /// How sure an early end must be: 0.3 to 0.9 (Deepgram Flux).
    public var eagerEotThreshold: Double?
    /// The older name of `asrSmartFormat`.
    public var deepgramSmartFormat: Bool?
    /// Whether numbers and dates are formatted; the default is yes.
    public var asrSmartFormat: Bool?
    /// The older name of `ttsTextNormalization`.
    public var elevenlabsTextNormalization: TextNormalization?
    /// Whether numbers and signs are spelled out before they are spoken.
    public var ttsTextNormalization: TextNormalization?
    /// The older name of `ttsLanguageTextNormalization`.
    public var elevenlabsLanguageTextNormalization: Bool?
    /// Whether that follows the rules of the language.
    public var ttsLanguageTextNormalization: Bool?
    /// How noise is reduced before recognition; off by default.
    public var backgroundNoiseReduction: String?
    /// Whether what echoes this side's own speech is dropped; the default is no.
    public var echoPromptFiltering: Bool?
    /// What prompts carry besides the text.
    public var includeInPrompt: [RelayPromptField]
    /// What is reported besides prompts.
    public var events: [RelayEvent]
    /// What is reported to find faults.
    public var debug: [RelayEvent]
    /// Whether a lost WebSocket is opened again; the default is no.
    public var applicationReconnect: Bool?
    /// The name of the caller in Conversations; the number by default.
    public var customerName: String?
    /// The service of Conversational Intelligence that keeps the words.
    public var intelligenceService: String?
    /// A configuration of Conversations.
    public var conversationConfiguration: String?
    /// A conversation to go on with.
    public var conversationId: String?
    /// Settings per language, and what the `setup` message carries.
    public var elements: [any RelayElement]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        url: String,
        welcomeGreeting: String? = nil,
        welcomeGreetingInterruptible: RelayInput? = nil,
        language: SpeechLanguage? = nil,
        ttsLanguage: SpeechLanguage? = nil,
        transcriptionLanguage: SpeechLanguage? = nil,
        ttsProvider: SpeechProvider? = nil,
        voice: String? = nil,
        transcriptionProvider: SpeechProvider? = nil,
        speechModel: String? = nil,
        profanityFilter: Bool? = nil,
        interruptible: RelayInput? = nil,
        interruptSensitivity: InterruptSensitivity? = nil,
        ignoreBackchannel: Bool? = nil,
        reportInputDuringAgentSpeech: RelayInput? = nil,
        dtmfDetection: Bool? = nil,
        preemptible: Bool? = nil,
        partialPrompts: Bool? = nil,
        partialPromptOnHangup: Bool? = nil,
        hints: [String] = [],
        speechTimeout: RelaySpeechTimeout? = nil,
        turnDetection: Bool? = nil,
        eotThreshold: Double? = nil,
        eagerEotThreshold: Double? = nil,
        deepgramSmartFormat: Bool? = nil,
        asrSmartFormat: Bool? = nil,
        elevenlabsTextNormalization: TextNormalization? = nil,
        ttsTextNormalization: TextNormalization? = nil,
        elevenlabsLanguageTextNormalization: Bool? = nil,
        ttsLanguageTextNormalization: Bool? = nil,
        backgroundNoiseReduction: String? = nil,
        echoPromptFiltering: Bool? = nil,
        includeInPrompt: [RelayPromptField] = [],
        events: [RelayEvent] = [],
        debug: [RelayEvent] = [],
        applicationReconnect: Bool? = nil,
        customerName: String? = nil,
        intelligenceService: String? = nil,
        conversationConfiguration: String? = nil,
        conversationId: String? = nil,
        @ElementBuilder<any RelayElement> elements: () -> [any RelayElement] = { [] }
    ) {
        self.url = url
        self.welcomeGreeting = welcomeGreeting
        self.welcomeGreetingInterruptible = welcomeGreetingInterruptible
        self.language = language
        self.ttsLanguage = ttsLanguage
        self.transcriptionLanguage = transcriptionLanguage
        self.ttsProvider = ttsProvider
        self.voice = voice
        self.transcriptionProvider = transcriptionProvider
        self.speechModel = speechModel
        self.profanityFilter = profanityFilter
        self.interruptible = interruptible
        self.interruptSensitivity = interruptSensitivity
        self.ignoreBackchannel = ignoreBackchannel
        self.reportInputDuringAgentSpeech = reportInputDuringAgentSpeech
        self.dtmfDetection = dtmfDetection
        self.preemptible = preemptible
        self.partialPrompts = partialPrompts
        self.partialPromptOnHangup = partialPromptOnHangup
        self.hints = hints
        self.speechTimeout = speechTimeout
        self.turnDetection = turnDetection
        self.eotThreshold = eotThreshold
        self.eagerEotThreshold = eagerEotThreshold
        self.deepgramSmartFormat = deepgramSmartFormat
        self.asrSmartFormat = asrSmartFormat
        self.elevenlabsTextNormalization = elevenlabsTextNormalization
        self.ttsTextNormalization = ttsTextNormalization
        self.elevenlabsLanguageTextNormalization = elevenlabsLanguageTextNormalization
        self.ttsLanguageTextNormalization = ttsLanguageTextNormalization
        self.backgroundNoiseReduction = backgroundNoiseReduction
        self.echoPromptFiltering = echoPromptFiltering
        self.includeInPrompt = includeInPrompt
        self.events = events
        self.debug = debug
        self.applicationReconnect = applicationReconnect
        self.customerName = customerName
        self.intelligenceService = intelligenceService
        self.conversationConfiguration = conversationConfiguration
        self.conversationId = conversationId
        self.elements = elements()
    }
}
