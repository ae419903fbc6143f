// SPDX-License-Identifier: Apache-2.0

/// Collects keys or speech, while the nested prompts play.
///
/// Without `action` the input goes to the *current* document's URL, which easily loops. Without input the next verb
/// runs. See <https://www.twilio.com/docs/voice/twiml/gather>.
public struct Gather: Verb {
    /// Where the input is sent.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What is listened for; Twilio's default is keys only.
    public var input: GatherInput?
    /// Silence that ends the input, counted after the prompts; rounded up to seconds, default 5 s.
    public var timeout: Duration?
    /// Silence that ends speech; Twilio's default is `timeout`.
    public var speechTimeout: SpeechTimeout?
    /// The longest speech, rounded up to seconds; recognition ends at 60 s in any case.
    public var maxSpeechTime: Duration?
    /// The one key that ends the input, default `#`; empty text means none.
    public var finishOnKey: String?
    /// The number of keys after which the action is asked at once.
    public var numDigits: Int?
    /// The language of the speech; Twilio's default is `en-US`.
    public var language: SpeechLanguage?
    /// Phrases to expect; only the first 500 are written, and a comma in one becomes a blank.
    public var hints: [String]
    /// The recogniser; `default` cannot be used with `speechTimeout: .automatic`.
    public var speechModel: SpeechModel?
    /// The premium form of the model `phone_call`.
    public var enhanced: Bool?
    /// Whether swear words are starred out; Twilio's default is yes.
    public var profanityFilter: Bool?
    /// Whether input stops the prompts; Twilio's default is yes.
    public var bargeIn: Bool?
    /// URL that gets results while the caller speaks.
    public var partialResultCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var partialResultCallbackMethod: CallbackMethod?
    /// Whether the action is asked even without input; Twilio's default is no.
    public var actionOnEmptyResult: Bool?
    /// Undocumented; Twilio's own libraries know it.
    public var debug: Bool?
    /// What the caller hears meanwhile.
    public var prompts: [any GatherElement]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        action: String? = nil,
        method: CallbackMethod? = nil,
        input: GatherInput? = nil,
        timeout: Duration? = nil,
        speechTimeout: SpeechTimeout? = nil,
        maxSpeechTime: Duration? = nil,
        finishOnKey: String? = nil,
        numDigits: Int? = nil,
        language: SpeechLanguage? = nil,
        hints: [String] = [],
        speechModel: SpeechModel? = nil,
        enhanced: Bool? = nil,
        profanityFilter: Bool? = nil,
        bargeIn: Bool? = nil,
        partialResultCallback: String? = nil,
        partialResultCallbackMethod: CallbackMethod? = nil,
        actionOnEmptyResult: Bool? = nil,
        debug: Bool? = nil,
        @ElementBuilder<any GatherElement> prompts: () -> [any GatherElement] = { [] }
    ) {
        self.action = action
        self.method = method
        self.input = input
        self.timeout = timeout
        self.speechTimeout = speechTimeout
        self.maxSpeechTime = maxSpeechTime
        self.finishOnKey = finishOnKey
        self.numDigits = numDigits
        self.language = language
        self.hints = hints
        self.speechModel = speechModel
        self.enhanced = enhanced
        self.profanityFilter = profanityFilter
        self.bargeIn = bargeIn
        self.partialResultCallback = partialResultCallback
        self.partialResultCallbackMethod = partialResultCallbackMethod
        self.actionOnEmptyResult = actionOnEmptyResult
        self.debug = debug
        self.prompts = prompts()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Gather", children: self.prompts)
        node.set("action", self.action)
        node.set("method", self.method)
        node.set("input", self.input)
        node.set("timeout", seconds: self.timeout)
        node.set("speechTimeout", self.speechTimeout)
        node.set("maxSpeechTime", seconds: self.maxSpeechTime)
        node.set("finishOnKey", self.finishOnKey)
        node.set("numDigits", self.numDigits)
        node.set("language", self.language)
        node.set("hints", commaSeparated: self.hints, limit: TwiMLLimits.hints)
        node.set("speechModel", self.speechModel)
        node.set("enhanced", self.enhanced)
        node.set("profanityFilter", self.profanityFilter)
        node.set("bargeIn", self.bargeIn)
        node.set("partialResultCallback", self.partialResultCallback)
        node.set("partialResultCallbackMethod", self.partialResultCallbackMethod)
        node.set("actionOnEmptyResult", self.actionOnEmptyResult)
        node.set("debug", self.debug)
        return node
    }
}
