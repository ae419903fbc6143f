// SPDX-License-Identifier: Apache-2.0

/// What shall a waiting caller hear before being connected? The request to the `url` of `<Queue>`.
///
/// See <https://www.twilio.com/docs/voice/twiml/queue#url>.
public struct QueueWhisperRequest: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters
    /// The queue.
    public let queueSID: QueueSID

    /// Reads the fields of a signed request; demands `QueueSid` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.queueSID = try form.required("QueueSid", as: QueueSID.self)
    }

    /// How long the caller has waited.
    public var waited: Duration? { self.form.seconds("QueueTime") }
    /// The call that takes the caller out; Twilio spells it `DequeingCallSid`.
    public var dequeuingCallSID: CallSID? { self.form.sid("DequeingCallSid", as: CallSID.self) }
}
