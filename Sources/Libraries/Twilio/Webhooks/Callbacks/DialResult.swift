// SPDX-License-Identifier: Apache-2.0

/// A ``Dial`` is over: the request to its `action`.
///
/// See <https://www.twilio.com/docs/voice/twiml/dial#action>.
public struct DialResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// How it ended.
    public let status: DialCallStatus

    /// Reads the fields of a signed request; demands `DialCallStatus` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.status = DialCallStatus(rawValue: try form.required("DialCallStatus"))
    }

    /// The leg it made; none for a conference.
    public var dialCallSID: CallSID? { self.form.sid("DialCallSid", as: CallSID.self) }
    /// How long it was connected; not for a conference.
    public var duration: Duration? { self.form.seconds("DialCallDuration") }
    /// Whether caller and callee were connected.
    public var wasBridged: Bool? { self.form.flag("DialBridged") }
    /// The recording, when one was asked for.
    public var recordingSID: RecordingSID? { self.form.sid("RecordingSid", as: RecordingSID.self) }
    /// Where that recording is or will be.
    public var recordingURL: String? { self.form.text("RecordingUrl") }
    /// How long that recording is.
    public var recordingDuration: Duration? { self.form.seconds("RecordingDuration") }
    /// The queue that was dialled.
    public var queueSID: QueueSID? { self.form.sid("QueueSid", as: QueueSID.self) }
    /// The `Call-ID` of the SIP leg.
    public var sipCallID: String? { self.form.text("DialSipCallId") }
    /// The final SIP answer.
    public var sipResponseCode: Int? { self.form.count("DialSipResponseCode") }

    /// A header of the SIP answer, such as `X-Queue`; the name is compared byte by byte.
    public func sipHeader(_ name: String) -> String? { self.form["DialSipHeader_" + name] }
}
