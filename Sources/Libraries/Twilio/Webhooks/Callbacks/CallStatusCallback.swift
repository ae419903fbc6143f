// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// A call has got as far as this.
///
/// Callbacks of one call may arrive in any order and twice: order them by ``sequenceNumber`` and never leave a terminal
/// status. See <https://www.twilio.com/docs/voice/api/call-resource#statuscallback>.
public struct CallStatusCallback: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// How far.
    public let callStatus: CallStatus

    /// Reads the fields of a signed request; demands `CallStatus` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.callStatus = CallStatus(rawValue: try form.required("CallStatus"))
    }

    /// How long the call was, to the second; only in the final callback.
    public var callDuration: Duration? { self.form.seconds("CallDuration") }
    /// The minutes that are billed; only in the final callback.
    public var billedMinutes: Int? { self.form.count("Duration") }
    /// The place of the callback in its series, from 0.
    public var sequenceNumber: Int? { self.form.count("SequenceNumber") }
    /// When it happened.
    public var timestamp: Date? { self.form.date("Timestamp") }
    /// What sent the callback: `call-progress-events`.
    public var source: String? { self.form.text("CallbackSource") }
    /// The SIP answer, such as 487 for a call that nobody took.
    public var sipResponseCode: Int? { self.form.count("SipResponseCode") }
    /// The attestation an outgoing call got: `A`, `B` or `C`.
    public var stirStatus: String? { self.form.text("StirStatus") }
    /// Who answered, when that was asked for.
    public var answeredBy: AnsweringMachineCallback.Verdict? {
        self.form.token("AnsweredBy", as: AnsweringMachineCallback.Verdict.self)
    }
    /// The recording of the whole call.
    public var recordingSID: RecordingSID? { self.form.sid("RecordingSid", as: RecordingSID.self) }
    /// Where that recording is.
    public var recordingURL: String? { self.form.text("RecordingUrl") }
    /// How long that recording is.
    public var recordingDuration: Duration? { self.form.seconds("RecordingDuration") }
    /// Why the call failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("ErrorCode") }
}
