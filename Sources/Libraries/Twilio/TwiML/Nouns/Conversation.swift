// SPDX-License-Identifier: Apache-2.0

/// A conversation of Twilio Conversations or Flex.
///
/// See <https://www.twilio.com/docs/voice/twiml/conversation>.
public struct Conversation: ConnectNoun {
    /// The SID of the service, `IS…`.
    public var serviceInstanceSid: String?
    /// Whether one is made when there is none.
    public var inboundAutocreation: Bool?
    /// How long somebody is looked for, rounded up to seconds.
    public var routingAssignmentTimeout: Duration?
    /// How long the caller waits, rounded up to seconds.
    public var inboundTimeout: Duration?
    /// Document that runs for the callee before the two are connected.
    public var url: String?
    /// How that document is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// Whether it is recorded.
    public var record: DialRecording?
    /// Whether silence is cut from the recording.
    public var trim: RecordingTrim?
    /// URL that is told when the recording can be fetched.
    public var recordingStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var recordingStatusCallbackMethod: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var recordingStatusCallbackEvent: [RecordingEvent]
    /// URL that is told of the progress.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// What is reported.
    public var statusCallbackEvent: [ConversationEvent]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        serviceInstanceSid: String? = nil,
        inboundAutocreation: Bool? = nil,
        routingAssignmentTimeout: Duration? = nil,
        inboundTimeout: Duration? = nil,
        url: String? = nil,
        method: CallbackMethod? = nil,
        record: DialRecording? = nil,
        trim: RecordingTrim? = nil,
        recordingStatusCallback: String? = nil,
        recordingStatusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallbackEvent: [RecordingEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        statusCallbackEvent: [ConversationEvent] = []
    ) {
        self.serviceInstanceSid = serviceInstanceSid
        self.inboundAutocreation = inboundAutocreation
        self.routingAssignmentTimeout = routingAssignmentTimeout
        self.inboundTimeout = inboundTimeout
        self.url = url
        self.method = method
        self.record = record
        self.trim = trim
        self.recordingStatusCallback = recordingStatusCallback
        self.recordingStatusCallbackMethod = recordingStatusCallbackMethod
        self.recordingStatusCallbackEvent = recordingStatusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.statusCallbackEvent = statusCallbackEvent
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Conversation")
        node.set("serviceInstanceSid", self.serviceInstanceSid)
        node.set("inboundAutocreation", self.inboundAutocreation)
        node.set("routingAssignmentTimeout", seconds: self.routingAssignmentTimeout)
        node.set("inboundTimeout", seconds: self.inboundTimeout)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("record", self.record)
        node.set("trim", self.trim)
        node.set("recordingStatusCallback", self.recordingStatusCallback)
        node.set("recordingStatusCallbackMethod", self.recordingStatusCallbackMethod)
        node.set("recordingStatusCallbackEvent", self.recordingStatusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        return node
    }
}
