// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// A recording has got as far as this.
///
/// It may come after the call's last status callback. A recording of a conference names the conference and may name no
/// call, so this is no ``TwilioCallback``. See <https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback>.
public struct RecordingStatusCallback: Sendable {
    /// How far a recording has got.
    public struct Status: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// It has begun.
        public static let inProgress = Self(rawValue: "in-progress")
        /// It can be fetched.
        public static let completed = Self(rawValue: "completed")
        /// There is nothing: silence, or a recording that was too short.
        public static let absent = Self(rawValue: "absent")
        /// It was lost.
        public static let failed = Self(rawValue: "failed")
    }

    /// All fields as they came.
    public let form: FormParameters
    /// The account the recording belongs to.
    public let accountSID: AccountSID
    /// The recording.
    public let recordingSID: RecordingSID
    /// How far it has got.
    public let status: Status

    /// Reads the fields of a signed request; demands `AccountSid`, `RecordingSid` and `RecordingStatus`.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.form = form
        self.accountSID = try form.required("AccountSid", as: AccountSID.self)
        self.recordingSID = try form.required("RecordingSid", as: RecordingSID.self)
        self.status = Status(rawValue: try form.required("RecordingStatus"))
    }

    /// The call that was recorded, of several legs the parent.
    public var callSID: CallSID? { self.form.sid("CallSid", as: CallSID.self) }
    /// The conference that was recorded.
    public var conferenceSID: ConferenceSID? { self.form.sid("ConferenceSid", as: ConferenceSID.self) }
    /// Where the recording is: as it stands WAV, with `.mp3` at the end MP3.
    public var url: String? { self.form.text("RecordingUrl") }
    /// How long it is.
    public var duration: Duration? { self.form.seconds("RecordingDuration") }
    /// 1 for a mixed recording, 2 for a recording with a channel for each side.
    public var channels: Int? { self.form.count("RecordingChannels") }
    /// When it began.
    public var startTime: Date? { self.form.date("RecordingStartTime") }
    /// What asked for it, such as `RecordVerb` or `DialVerb`.
    public var source: String? { self.form.text("RecordingSource") }
    /// Which side was recorded: `inbound`, `outbound` or `both`.
    public var track: String? { self.form.text("RecordingTrack") }
    /// What failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("ErrorCode") }
}
