// SPDX-License-Identifier: Apache-2.0

/// What a `<Connect>` held on to is over: the request to its `action`.
///
/// For ConversationRelay see ``ConversationRelayResult``. See
/// <https://www.twilio.com/docs/voice/twiml/connect#action>.
public struct ConnectResult: TwilioCallback {
    /// Whose it is.
    public let parameters: CallbackParameters

    /// Reads the fields of a signed request; demands the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
    }

    /// The state of the call.
    public var callStatus: CallStatus? { self.parameters.callStatus }
    /// The stream that ended.
    public var streamSID: StreamSID? { self.form.sid("StreamSid", as: StreamSID.self) }
    /// What failed.
    public var error: String? { self.form.text("StreamError") }
    /// What failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("ErrorCode") }
}
