// SPDX-License-Identifier: Apache-2.0

/// A room in which several people talk; the first who comes opens it.
///
/// See <https://www.twilio.com/docs/voice/twiml/conference>.
public struct Conference: DialNoun {
    /// The name of the conference.
    public var name: String
    /// Whether this participant is only listening; the default is no.
    public var muted: Bool?
    /// Whether others hear a beep; the default is `true`.
    public var beep: ConferenceBeep?
    /// Whether the conference begins when this participant comes; the default is yes.
    public var startConferenceOnEnter: Bool?
    /// Whether it ends when this participant goes; the default is no.
    public var endConferenceOnExit: Bool?
    /// What is heard until it begins: Say, Play, Pause, Redirect; empty text is silence, the default music.
    public var waitUrl: String?
    /// How that document is requested; Twilio's default is POST.
    public var waitMethod: CallbackMethod?
    /// The most participants; 250 at most, which is the default.
    public var maxParticipants: Int?
    /// Whether it is recorded; the default is no.
    public var record: ConferenceRecording?
    /// Whether silence is cut from the recording.
    public var trim: RecordingTrim?
    /// Where the audio is mixed.
    public var region: ConferenceRegion?
    /// The SID of the one call that hears this participant.
    public var coach: String?
    /// How much jitter is smoothed out.
    public var jitterBufferSize: JitterBufferSize?
    /// A name of this participant that is unique in the conference, at most 128 characters.
    public var participantLabel: String?
    /// What is reported.
    public var statusCallbackEvent: [ConferenceEvent]
    /// URL that is told; that of the first participant counts for all.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// URL that is told when the recording can be fetched.
    public var recordingStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var recordingStatusCallbackMethod: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var recordingStatusCallbackEvent: [RecordingEvent]
    /// The older URL for recordings.
    public var eventCallbackUrl: String?
    /// A recording configuration of the account.
    public var recordingConfigurationId: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ name: String,
        muted: Bool? = nil,
        beep: ConferenceBeep? = nil,
        startConferenceOnEnter: Bool? = nil,
        endConferenceOnExit: Bool? = nil,
        waitUrl: String? = nil,
        waitMethod: CallbackMethod? = nil,
        maxParticipants: Int? = nil,
        record: ConferenceRecording? = nil,
        trim: RecordingTrim? = nil,
        region: ConferenceRegion? = nil,
        coach: String? = nil,
        jitterBufferSize: JitterBufferSize? = nil,
        participantLabel: String? = nil,
        statusCallbackEvent: [ConferenceEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallback: String? = nil,
        recordingStatusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallbackEvent: [RecordingEvent] = [],
        eventCallbackUrl: String? = nil,
        recordingConfigurationId: String? = nil
    ) {
        self.name = name
        self.muted = muted
        self.beep = beep
        self.startConferenceOnEnter = startConferenceOnEnter
        self.endConferenceOnExit = endConferenceOnExit
        self.waitUrl = waitUrl
        self.waitMethod = waitMethod
        self.maxParticipants = maxParticipants
        self.record = record
        self.trim = trim
        self.region = region
        self.coach = coach
        self.jitterBufferSize = jitterBufferSize
        self.participantLabel = participantLabel
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.recordingStatusCallback = recordingStatusCallback
        self.recordingStatusCallbackMethod = recordingStatusCallbackMethod
        self.recordingStatusCallbackEvent = recordingStatusCallbackEvent
        self.eventCallbackUrl = eventCallbackUrl
        self.recordingConfigurationId = recordingConfigurationId
    }
}
