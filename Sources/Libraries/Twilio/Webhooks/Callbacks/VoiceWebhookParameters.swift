// SPDX-License-Identifier: Apache-2.0

/// What Twilio says in a voice webhook or callback, with types.
///
/// Only what every voice request has is demanded; the rest is optional, and what this type does not name is in
/// ``form``. Check the signature first: until then all of it is a stranger's text. See
/// <https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application>.
///
/// ```swift
/// let parameters = try VoiceWebhookParameters(FormDecoder().decode(body))
/// if parameters.callStatus.isTerminal { … }
/// ```
public struct VoiceWebhookParameters: Sendable {
    /// All fields as they came.
    public let form: FormParameters
    /// The call.
    public let callSID: CallSID
    /// The account the call belongs to; also tells whose token signed.
    public let accountSID: AccountSID
    /// The state of the call.
    public let callStatus: CallStatus

    /// Reads the fields every voice request has.
    ///
    /// Fails with ``TwilioError/Code/invalidParameter`` when `CallSid` or `AccountSid` is missing or no SID, or when
    /// `CallStatus` is missing.
    public init(_ form: FormParameters) throws(TwilioError) {
        guard let callSID = CallSID(form["CallSid"] ?? "") else {
            throw TwilioError(.invalidParameter, "CallSid is missing or is not a call SID.")
        }
        guard let accountSID = AccountSID(form["AccountSid"] ?? "") else {
            throw TwilioError(.invalidParameter, "AccountSid is missing or is not an account SID.")
        }
        guard let callStatus = form["CallStatus"], !callStatus.isEmpty else {
            throw TwilioError(.invalidParameter, "CallStatus is missing.")
        }
        self.form = form
        self.callSID = callSID
        self.accountSID = accountSID
        self.callStatus = CallStatus(rawValue: callStatus)
    }

    /// Who calls.
    public var from: PhoneAddress { PhoneAddress(self.form["From"] ?? "") }
    /// Who is called.
    public var to: PhoneAddress { PhoneAddress(self.form["To"] ?? "") }
    /// Who began the call.
    public var direction: CallDirection? { self.form["Direction"].map { CallDirection(rawValue: $0) } }
    /// The version of Twilio's API, such as `2010-04-01`.
    public var apiVersion: String? { self.form["ApiVersion"] }
    /// Who forwarded the call, if the carrier says so.
    public var forwardedFrom: PhoneAddress? { self.form["ForwardedFrom"].map { PhoneAddress($0) } }
    /// The caller's name from the carrier's database.
    public var callerName: String? { self.form["CallerName"] }
    /// The leg that created this one.
    public var parentCallSID: CallSID? { self.form["ParentCallSid"].flatMap { CallSID($0) } }
    /// How far the caller's number was verified, such as `TN-Validation-Passed-A`; parse it by prefix.
    public var stirVerification: String? { self.form["StirVerstat"] }
}
