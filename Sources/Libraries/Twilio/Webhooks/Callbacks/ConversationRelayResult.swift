// SPDX-License-Identifier: Apache-2.0

/// A session of ConversationRelay is over: the request to the `action` of its `<Connect>`.
///
/// See <https://www.twilio.com/docs/voice/conversationrelay/conversationrelay-noun#action>.
public struct ConversationRelayResult: TwilioCallback {
    /// How a session ended.
    public struct Status: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The caller hung up or the call was moved on.
        public static let completed = Self(rawValue: "completed")
        /// The server ended it.
        public static let ended = Self(rawValue: "ended")
        /// The connection broke or could not be made.
        public static let failed = Self(rawValue: "failed")
    }

    /// Whose it is.
    public let parameters: CallbackParameters
    /// The session.
    public let sessionSID: RelaySessionSID
    /// How it ended.
    public let status: Status

    /// Reads the fields of a signed request; demands `SessionId`, `SessionStatus` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.sessionSID = try form.required("SessionId", as: RelaySessionSID.self)
        self.status = Status(rawValue: try form.required("SessionStatus"))
    }

    /// How long it was.
    public var duration: Duration? { self.form.seconds("SessionDuration") }
    /// What the server said in its `end` message, unchanged; often JSON.
    public var handoffData: String? { self.form.text("HandoffData") }
    /// What failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("ErrorCode") }
    /// What failed, in words.
    public var errorMessage: String? { self.form.text("ErrorMessage") }
}
