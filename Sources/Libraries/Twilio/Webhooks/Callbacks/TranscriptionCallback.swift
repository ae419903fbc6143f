// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// A real-time transcription has started, heard something, stopped or failed.
///
/// See <https://www.twilio.com/docs/voice/twiml/transcription>.
public struct TranscriptionCallback: TwilioCallback {
    /// What happens to a transcription.
    public struct Event: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// It has begun.
        public static let started = Self(rawValue: "transcription-started")
        /// Something was heard.
        public static let content = Self(rawValue: "transcription-content")
        /// It is over.
        public static let stopped = Self(rawValue: "transcription-stopped")
        /// It failed.
        public static let error = Self(rawValue: "transcription-error")
    }

    /// Whose it is.
    public let parameters: CallbackParameters
    /// The transcription.
    public let transcriptionSID: RealTimeTranscriptionSID
    /// What happened.
    public let event: Event
    /// What was heard; with ``Event/content`` only.
    public let content: Content?

    /// Reads the fields of a signed request; demands `TranscriptionSid`, `TranscriptionEvent` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.transcriptionSID = try form.required("TranscriptionSid", as: RealTimeTranscriptionSID.self)
        self.event = Event(rawValue: try form.required("TranscriptionEvent"))
        self.content = try Content(form)
    }

    /// The place in the series.
    public var sequenceNumber: Int? { self.form.count("SequenceId") }
    /// When it happened.
    public var timestamp: Date? { self.form.date("Timestamp") }
    /// The language that is recognised.
    public var languageCode: String? { self.form.text("LanguageCode") }
    /// Who spoke: `inbound_track` or `outbound_track`.
    public var track: String? { self.form.text("Track") }
    /// How likely a partial result is to stay, 0 to 1.
    public var stability: Double? { self.form.share("Stability") }
    /// What failed, with ``Event/error``.
    public var error: String? { self.form.text("TranscriptionError") }
    /// What failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("TranscriptionErrorCode") }
}
