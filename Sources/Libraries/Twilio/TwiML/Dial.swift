// SPDX-License-Identifier: Apache-2.0

/// Connects the caller with somebody else.
///
/// See <https://www.twilio.com/docs/voice/twiml/dial>.
public struct Dial: Verb {
    /// Where Twilio asks for what comes next; without it the next verb runs.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// How long it rings, rounded up to seconds; default 30 s.
    public var timeout: Duration?
    /// The longest connection, rounded up to seconds; default 14,400 s.
    public var timeLimit: Duration?
    /// Whether the caller's `*` ends the connection.
    public var hangupOnStar: Bool?
    /// The number shown: own or verified; the caller's by default.
    public var callerId: String?
    /// Why we call, for branded calls; at most 50 characters.
    public var callReason: String?
    /// Whether the connection is recorded; Twilio's default is not.
    public var record: DialRecording?
    /// Whether silence is cut from the recording; Twilio's default is no.
    public var trim: RecordingTrim?
    /// Whose audio is recorded; Twilio's default is both.
    public var recordingTrack: RecordingTrack?
    /// URL that is told when the recording can be fetched.
    public var recordingStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var recordingStatusCallbackMethod: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var recordingStatusCallbackEvent: [RecordingEvent]
    /// Whether the caller hears ringing, unanswered, until the callee answers.
    public var answerOnBridge: Bool?
    /// The ring tone of a country; the callee's by default.
    public var ringTone: RingTone?
    /// Whether the nouns are called one after the other instead of all at once.
    public var sequential: Bool?
    /// URL that is asked on a SIP REFER.
    public var referUrl: String?
    /// How that URL is requested; Twilio's default is POST.
    public var referMethod: CallbackMethod?
    /// Further events to report.
    public var events: DialEvents?
    /// Signed caller identity to pass on (STIR).
    public var passports: String?
    /// A recording configuration of the account.
    public var recordingConfigurationId: String?
    /// Who is called; at most ten at once.
    public var nouns: [any DialNoun]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        action: String? = nil,
        method: CallbackMethod? = nil,
        timeout: Duration? = nil,
        timeLimit: Duration? = nil,
        hangupOnStar: Bool? = nil,
        callerId: String? = nil,
        callReason: String? = nil,
        record: DialRecording? = nil,
        trim: RecordingTrim? = nil,
        recordingTrack: RecordingTrack? = nil,
        recordingStatusCallback: String? = nil,
        recordingStatusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallbackEvent: [RecordingEvent] = [],
        answerOnBridge: Bool? = nil,
        ringTone: RingTone? = nil,
        sequential: Bool? = nil,
        referUrl: String? = nil,
        referMethod: CallbackMethod? = nil,
        events: DialEvents? = nil,
        passports: String? = nil,
        recordingConfigurationId: String? = nil,
        @ElementBuilder<any DialNoun> nouns: () -> [any DialNoun]
    ) {
        self.action = action
        self.method = method
        self.timeout = timeout
        self.timeLimit = timeLimit
        self.hangupOnStar = hangupOnStar
        self.callerId = callerId
        self.callReason = callReason
        self.record = record
        self.trim = trim
        self.recordingTrack = recordingTrack
        self.recordingStatusCallback = recordingStatusCallback
        self.recordingStatusCallbackMethod = recordingStatusCallbackMethod
        self.recordingStatusCallbackEvent = recordingStatusCallbackEvent
        self.answerOnBridge = answerOnBridge
        self.ringTone = ringTone
        self.sequential = sequential
        self.referUrl = referUrl
        self.referMethod = referMethod
        self.events = events
        self.passports = passports
        self.recordingConfigurationId = recordingConfigurationId
        self.nouns = nouns()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Dial", children: self.nouns)
        node.set("action", self.action)
        node.set("method", self.method)
        node.set("timeout", seconds: self.timeout)
        node.set("timeLimit", seconds: self.timeLimit)
        node.set("hangupOnStar", self.hangupOnStar)
        node.set("callerId", self.callerId)
        node.set("callReason", self.callReason)
        node.set("record", self.record)
        node.set("trim", self.trim)
        node.set("recordingTrack", self.recordingTrack)
        node.set("recordingStatusCallback", self.recordingStatusCallback)
        node.set("recordingStatusCallbackMethod", self.recordingStatusCallbackMethod)
        node.set("recordingStatusCallbackEvent", self.recordingStatusCallbackEvent)
        node.set("answerOnBridge", self.answerOnBridge)
        node.set("ringTone", self.ringTone)
        node.set("sequential", self.sequential)
        node.set("referUrl", self.referUrl)
        node.set("referMethod", self.referMethod)
        node.set("events", self.events)
        node.set("passports", self.passports)
        node.set("recordingConfigurationId", self.recordingConfigurationId)
        return node
    }
}
