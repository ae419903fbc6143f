// SPDX-License-Identifier: Apache-2.0

extension RelayMessage {
    /// The beginning of a session.
    ///
    /// The SIDs are text as it came: compare them with what is known of the call before anything else. What is empty in
    /// the message, or absent, is `nil` or empty here.
    public struct Setup: Sendable, Equatable {
        /// The session: `VX…`; not the call.
        public var sessionID: String
        /// The account.
        public var accountSID: String
        /// The call.
        public var callSID: String
        /// The leg that created this one.
        public var parentCallSID: String?
        /// Who calls.
        public var from: String
        /// Who is called.
        public var to: String
        /// Who forwarded the call.
        public var forwardedFrom: String?
        /// `PSTN`, `SIP` or `CLIENT`.
        public var callType: String?
        /// The caller's name, if it was looked up.
        public var callerName: String?
        /// `inbound` or `outbound-api`.
        public var direction: String?
        /// In a spelling of its own: `RINGING`, `IN_PROGRESS`.
        public var callStatus: String?
        /// The parameters given in TwiML.
        public var customParameters: FormParameters

        /// Creates the beginning of a session.
        public init(
            sessionID: String,
            accountSID: String,
            callSID: String,
            parentCallSID: String? = nil,
            from: String = "",
            to: String = "",
            forwardedFrom: String? = nil,
            callType: String? = "PSTN",
            callerName: String? = nil,
            direction: String? = "inbound",
            callStatus: String? = "RINGING",
            customParameters: FormParameters = [:]
        ) {
            self.sessionID = sessionID
            self.accountSID = accountSID
            self.callSID = callSID
            self.parentCallSID = parentCallSID
            self.from = from
            self.to = to
            self.forwardedFrom = forwardedFrom
            self.callType = callType
            self.callerName = callerName
            self.direction = direction
            self.callStatus = callStatus
            self.customParameters = customParameters
        }
    }
}
