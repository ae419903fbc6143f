// SPDX-License-Identifier: Apache-2.0

/// What every callback about a call has: whose it is, and all fields as they came.
///
/// Callbacks about streams, recordings, transcriptions and answering machines say neither `CallStatus` nor `From` nor
/// `To`, so ``VoiceWebhookParameters`` cannot read them; this can. Check the signature first: until then all of it is a
/// stranger's text.
public struct CallbackParameters: Sendable {
    /// All fields as they came, also those that no type names.
    public let form: FormParameters
    /// The call.
    public let callSID: CallSID
    /// The account the call belongs to; also tells whose token signed.
    public let accountSID: AccountSID

    /// Reads the two SIDs.
    ///
    /// Fails with ``TwilioError/Code/invalidParameter`` when `CallSid` or `AccountSid` is missing or is no SID.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.form = form
        self.callSID = try form.required("CallSid", as: CallSID.self)
        self.accountSID = try form.required("AccountSid", as: AccountSID.self)
    }

    /// The state of the call, where the callback says it.
    public var callStatus: CallStatus? { self.form.token("CallStatus", as: CallStatus.self) }
    /// Who calls, where the callback says it; an empty text is a withheld number.
    public var from: PhoneAddress? { self.form.address("From") }
    /// Who is called, where the callback says it.
    public var to: PhoneAddress? { self.form.address("To") }
    /// Who began the call.
    public var direction: CallDirection? { self.form.token("Direction", as: CallDirection.self) }
    /// The leg that created this one.
    public var parentCallSID: CallSID? { self.form.sid("ParentCallSid", as: CallSID.self) }
}
