// SPDX-License-Identifier: Apache-2.0

/// A phone number to dial.
///
/// See <https://www.twilio.com/docs/voice/twiml/number>.
public struct Number: DialNoun {
    /// In E.164.
    public var number: String
    /// Keys to press once the call is answered; `w` waits half a second.
    public var sendDigits: String?
    /// Document that runs for the callee before the two are connected.
    public var url: String?
    /// How that document is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var statusCallbackEvent: [CallProgressEvent]
    /// URL that is told of the call's progress.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// The SID of the account's own trunk.
    public var byoc: String?
    /// Whether to find out if a machine answers.
    public var machineDetection: MachineDetection?
    /// How long that may take, rounded up to seconds.
    public var machineDetectionTimeout: Duration?
    /// Speech longer than this is a machine; in milliseconds.
    public var machineDetectionSpeechThreshold: Duration?
    /// Silence that ends a greeting; in milliseconds.
    public var machineDetectionSpeechEndThreshold: Duration?
    /// Silence at the start after which the answer is `unknown`; in milliseconds.
    public var machineDetectionSilenceTimeout: Duration?
    /// URL that is told what answered.
    public var amdStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var amdStatusCallbackMethod: CallbackMethod?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ number: String,
        sendDigits: String? = nil,
        url: String? = nil,
        method: CallbackMethod? = nil,
        statusCallbackEvent: [CallProgressEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        byoc: String? = nil,
        machineDetection: MachineDetection? = nil,
        machineDetectionTimeout: Duration? = nil,
        machineDetectionSpeechThreshold: Duration? = nil,
        machineDetectionSpeechEndThreshold: Duration? = nil,
        machineDetectionSilenceTimeout: Duration? = nil,
        amdStatusCallback: String? = nil,
        amdStatusCallbackMethod: CallbackMethod? = nil
    ) {
        self.number = number
        self.sendDigits = sendDigits
        self.url = url
        self.method = method
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.byoc = byoc
        self.machineDetection = machineDetection
        self.machineDetectionTimeout = machineDetectionTimeout
        self.machineDetectionSpeechThreshold = machineDetectionSpeechThreshold
        self.machineDetectionSpeechEndThreshold = machineDetectionSpeechEndThreshold
        self.machineDetectionSilenceTimeout = machineDetectionSilenceTimeout
        self.amdStatusCallback = amdStatusCallback
        self.amdStatusCallbackMethod = amdStatusCallbackMethod
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Number", text: self.number)
        node.set("sendDigits", self.sendDigits)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("byoc", self.byoc)
        node.set("machineDetection", self.machineDetection)
        node.set("machineDetectionTimeout", seconds: self.machineDetectionTimeout)
        node.set("machineDetectionSpeechThreshold", milliseconds: self.machineDetectionSpeechThreshold)
        node.set("machineDetectionSpeechEndThreshold", milliseconds: self.machineDetectionSpeechEndThreshold)
        node.set("machineDetectionSilenceTimeout", milliseconds: self.machineDetectionSilenceTimeout)
        node.set("amdStatusCallback", self.amdStatusCallback)
        node.set("amdStatusCallbackMethod", self.amdStatusCallbackMethod)
        return node
    }
}
