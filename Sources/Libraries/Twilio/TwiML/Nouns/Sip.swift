// SPDX-License-Identifier: Apache-2.0

/// A SIP address to dial, or several of which one is chosen.
///
/// ```swift
/// Sip("sip:desk@pbx.example.com;transport=tls?x-caller=vip")
/// Sip(headers: [SipHeader(name: "X-Caller", value: "vip")]) {
///     SipUri("sip:desk@pbx.example.com", priority: 10)
///     SipUri("sip:desk@backup.example.com", priority: 20)
/// }
/// ```
///
/// See <https://www.twilio.com/docs/voice/twiml/sip>.
public struct Sip: DialNoun {
    /// The one address; empty when there are ``uris``. Headers after its `?` take up to 1,024 characters.
    public var address: String
    /// The name for authentication.
    public var username: String?
    /// The password for authentication.
    public var password: String?
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
    /// Headers of the INVITE, when there are ``uris``.
    public var headers: [SipHeader]
    /// The addresses of which one is chosen by priority and weight.
    public var uris: [SipUri]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ address: String = "",
        username: String? = nil,
        password: String? = nil,
        url: String? = nil,
        method: CallbackMethod? = nil,
        statusCallbackEvent: [CallProgressEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        machineDetection: MachineDetection? = nil,
        machineDetectionTimeout: Duration? = nil,
        machineDetectionSpeechThreshold: Duration? = nil,
        machineDetectionSpeechEndThreshold: Duration? = nil,
        machineDetectionSilenceTimeout: Duration? = nil,
        amdStatusCallback: String? = nil,
        amdStatusCallbackMethod: CallbackMethod? = nil,
        headers: [SipHeader] = [],
        @ElementBuilder<SipUri> uris: () -> [SipUri] = { [] }
    ) {
        self.address = address
        self.username = username
        self.password = password
        self.url = url
        self.method = method
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.machineDetection = machineDetection
        self.machineDetectionTimeout = machineDetectionTimeout
        self.machineDetectionSpeechThreshold = machineDetectionSpeechThreshold
        self.machineDetectionSpeechEndThreshold = machineDetectionSpeechEndThreshold
        self.machineDetectionSilenceTimeout = machineDetectionSilenceTimeout
        self.amdStatusCallback = amdStatusCallback
        self.amdStatusCallbackMethod = amdStatusCallbackMethod
        self.headers = headers
        self.uris = uris()
    }
}
