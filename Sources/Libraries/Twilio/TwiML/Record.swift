// SPDX-License-Identifier: Apache-2.0

/// Records the caller.
///
/// Without `action` the *current* document is asked again, which easily loops. When the caller hangs up the action
/// still comes, with `Digits=hangup`.
/// See <https://www.twilio.com/docs/voice/twiml/record>.
public struct Record: Verb {
    /// Where Twilio asks for what comes next.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// Silence that ends the recording, rounded up to seconds; default 5 s, zero means never.
    public var timeout: Duration?
    /// The keys that end it, default all; empty text means none.
    public var finishOnKey: String?
    /// The longest recording, rounded up to seconds; default 3,600 s.
    public var maxLength: Duration?
    /// Whether a beep comes first; Twilio's default is yes.
    public var playBeep: Bool?
    /// Whether silence at both ends is cut; Twilio's default is yes.
    public var trim: RecordingTrim?
    /// URL that is told when the recording can be fetched.
    public var recordingStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var recordingStatusCallbackMethod: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var recordingStatusCallbackEvent: [RecordingEvent]
    /// Whether Twilio transcribes it (US English, up to 120 s).
    public var transcribe: Bool?
    /// URL that gets the transcription.
    public var transcribeCallback: String?
    /// A recording configuration of the account.
    public var recordingConfigurationId: String?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        action: String? = nil,
        method: CallbackMethod? = nil,
        timeout: Duration? = nil,
        finishOnKey: String? = nil,
        maxLength: Duration? = nil,
        playBeep: Bool? = nil,
        trim: RecordingTrim? = nil,
        recordingStatusCallback: String? = nil,
        recordingStatusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallbackEvent: [RecordingEvent] = [],
        transcribe: Bool? = nil,
        transcribeCallback: String? = nil,
        recordingConfigurationId: String? = nil
    ) {
        self.action = action
        self.method = method
        self.timeout = timeout
        self.finishOnKey = finishOnKey
        self.maxLength = maxLength
        self.playBeep = playBeep
        self.trim = trim
        self.recordingStatusCallback = recordingStatusCallback
        self.recordingStatusCallbackMethod = recordingStatusCallbackMethod
        self.recordingStatusCallbackEvent = recordingStatusCallbackEvent
        self.transcribe = transcribe
        self.transcribeCallback = transcribeCallback
        self.recordingConfigurationId = recordingConfigurationId
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Record")
        node.set("action", self.action)
        node.set("method", self.method)
        node.set("timeout", seconds: self.timeout)
        node.set("finishOnKey", self.finishOnKey)
        node.set("maxLength", seconds: self.maxLength)
        node.set("playBeep", self.playBeep)
        node.set("trim", self.trim)
        node.set("recordingStatusCallback", self.recordingStatusCallback)
        node.set("recordingStatusCallbackMethod", self.recordingStatusCallbackMethod)
        node.set("recordingStatusCallbackEvent", self.recordingStatusCallbackEvent)
        node.set("transcribe", self.transcribe)
        node.set("transcribeCallback", self.transcribeCallback)
        node.set("recordingConfigurationId", self.recordingConfigurationId)
        return node
    }
}
