// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// A media stream has started, stopped or failed.
///
/// See <https://www.twilio.com/docs/voice/twiml/stream#statuscallback>.
public struct StreamStatusCallback: TwilioCallback {
    /// What happens to a stream.
    public struct Event: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The WebSocket is open.
        public static let started = Self(rawValue: "stream-started")
        /// It is over.
        public static let stopped = Self(rawValue: "stream-stopped")
        /// It failed.
        public static let error = Self(rawValue: "stream-error")
    }

    /// Whose it is.
    public let parameters: CallbackParameters
    /// The stream.
    public let streamSID: StreamSID
    /// What happened.
    public let event: Event

    /// Reads the fields of a signed request; demands `StreamSid`, `StreamEvent` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.streamSID = try form.required("StreamSid", as: StreamSID.self)
        self.event = Event(rawValue: try form.required("StreamEvent"))
    }

    /// The name the stream was given, otherwise its SID.
    public var streamName: String? { self.form.text("StreamName") }
    /// What failed, with ``Event/error``.
    public var error: String? { self.form.text("StreamError") }
    /// When it happened.
    public var timestamp: Date? { self.form.date("Timestamp") }
}
