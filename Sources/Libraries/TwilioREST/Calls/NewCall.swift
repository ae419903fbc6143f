// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// A call to make: <https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource>.
///
/// ```swift
/// var call = NewCall(to: "+14155550100", from: "+14155550123", then: .url("https://voice.example.com/answered"))
/// call.statusCallback = "https://voice.example.com/status"
/// call.statusEvents = [.ringing, .answered, .completed]
/// ```
public struct NewCall: Sendable, Hashable {
    /// Who is called: E.164, `client:…` or `sip:…`.
    public var to: String
    /// Who calls: a number of the account, a verified one, or `client:…`.
    public var from: String
    /// What happens when somebody answers.
    public var instructions: CallInstructions
    /// Where to ask when the URL fails.
    public var fallback: Callback?
    /// Where the progress of the call is reported.
    public var statusCallback: Callback?
    /// What is reported; without any, `completed` alone.
    public var statusEvents: [CallProgressEvent] = []
    /// Keys to press once somebody answered, with `w` for half a second and `W` for one; at most 32.
    ///
    /// Twilio then does no machine detection.
    public var sendDigits: String?
    /// How long it rings, up to 600 s; Twilio's default is 60 s and it may add 5.
    public var timeout: Duration?
    /// After how long Twilio ends the call.
    public var timeLimit: Duration?
    /// Records the call from when it is answered.
    public var recording: RecordingOptions?
    /// The user for a SIP address.
    public var sipUser: String?
    /// The password for a SIP address.
    public var sipPassword: String?
    /// Finds out whether a person or a machine answered.
    public var machineDetection: MachineDetectionOptions?
    /// The number that is shown, for calls to SIP addresses and clients.
    public var callerID: String?
    /// Why you call, for branded calling.
    public var reason: String?
    /// The token that came with an incoming call which this one forwards.
    public var callToken: String?
    /// The SID of a trunk of one's own carrier, `BY…`.
    public var byoc: String?
    /// Where a push notification of a client is requested.
    public var clientNotificationURL: String?

    /// Creates a call.
    public init(to: String, from: String, then instructions: CallInstructions) {
        self.to = to
        self.from = from
        self.instructions = instructions
    }
}

extension NewCall {
    /// The request's form; fails with ``TwilioRESTError/Code/invalidRequest`` for what Twilio is known to refuse.
    func form() throws(TwilioRESTError) -> FormParameters {
        for (name, address) in [("To", self.to), ("From", self.from)] {
            guard (1...500).contains(address.utf8.count), PhoneAddress(address) != .withheld else {
                throw TwilioRESTError(.invalidRequest, "\(name) is no address that can be called.")
            }
        }
        var writer = FormWriter()
        writer.set("To", self.to)
        writer.set("From", self.from)
        try self.instructions.write(to: &writer)
        writer.set(urlOf: "Fallback", self.fallback)
        writer.set("StatusCallback", self.statusCallback)
        writer.set("StatusCallbackEvent", self.statusEvents)
        try self.writeDigits(to: &writer)
        try writer.set("Timeout", seconds: self.timeout, in: 1...600)
        try writer.set("TimeLimit", seconds: self.timeLimit, in: 1...86_400)
        if let recording = self.recording {
            writer.set("Record", true)
            recording.write(to: &writer)
        }
        try self.machineDetection?.write(to: &writer)
        self.writeParties(to: &writer)
        return writer.form
    }

    private func writeDigits(to writer: inout FormWriter) throws(TwilioRESTError) {
        guard let digits = self.sendDigits else { return }
        guard (1...32).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ "0123456789ABCDabcd#*wW".utf8.contains($0) })
        else {
            throw TwilioRESTError(.invalidRequest, "SendDigits has 1 to 32 of 0-9, A-D, #, *, w and W.")
        }
        writer.set("SendDigits", digits)
    }

    private func writeParties(to writer: inout FormWriter) {
        writer.set("SipAuthUsername", self.sipUser)
        writer.set("SipAuthPassword", self.sipPassword)
        writer.set("CallerId", self.callerID)
        writer.set("CallReason", self.reason)
        writer.set("CallToken", self.callToken)
        writer.set("Byoc", self.byoc)
        writer.set("ClientNotificationUrl", self.clientNotificationURL)
    }
}
