// SPDX-License-Identifier: Apache-2.0

/// A caller has left a queue: the request to the `action` of `<Enqueue>`.
///
/// See <https://www.twilio.com/docs/voice/twiml/enqueue#action>.
public struct EnqueueResult: TwilioCallback {
    /// Why a caller has left a queue.
    public struct Result: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Somebody took the call.
        public static let bridged = Self(rawValue: "bridged")
        /// Somebody is about to take it.
        public static let bridging = Self(rawValue: "bridging-in-process")
        /// The document was wrong.
        public static let error = Self(rawValue: "error")
        /// The caller hung up.
        public static let hangUp = Self(rawValue: "hangup")
        /// The waiting document said so.
        public static let leave = Self(rawValue: "leave")
        /// The REST API moved the call on.
        public static let redirected = Self(rawValue: "redirected")
        /// The REST API moved the call on after somebody took it.
        public static let redirectedFromBridged = Self(rawValue: "redirected-from-bridged")
        /// The queue was full.
        public static let queueFull = Self(rawValue: "queue-full")
        /// Twilio failed.
        public static let systemError = Self(rawValue: "system-error")
    }

    /// Whose it is.
    public let parameters: CallbackParameters
    /// Why.
    public let result: Result

    /// Reads the fields of a signed request; demands `QueueResult` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.result = Result(rawValue: try form.required("QueueResult"))
    }

    /// The queue; none when the caller never got into it.
    public var queueSID: QueueSID? { self.form.sid("QueueSid", as: QueueSID.self) }
    /// How long the caller waited.
    public var waited: Duration? { self.form.seconds("QueueTime") }
}
