// SPDX-License-Identifier: Apache-2.0

/// Records the call from here on.
///
/// See <https://www.twilio.com/docs/voice/twiml/recording>.
public struct Recording: StartNoun {
    /// Absolute URL that is told when the recording can be fetched.
    public var recordingStatusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var recordingStatusCallbackMethod: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var recordingStatusCallbackEvent: [RecordingEvent]
    /// Whether silence is cut.
    public var trim: RecordingTrim?
    /// Whose audio; Twilio's default is both.
    public var track: RecordingTrack?
    /// One channel for both, or one each.
    public var channels: RecordingChannels?
    /// A recording configuration of the account.
    public var recordingConfigurationId: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        recordingStatusCallback: String? = nil,
        recordingStatusCallbackMethod: CallbackMethod? = nil,
        recordingStatusCallbackEvent: [RecordingEvent] = [],
        trim: RecordingTrim? = nil,
        track: RecordingTrack? = nil,
        channels: RecordingChannels? = nil,
        recordingConfigurationId: String? = nil
    ) {
        self.recordingStatusCallback = recordingStatusCallback
        self.recordingStatusCallbackMethod = recordingStatusCallbackMethod
        self.recordingStatusCallbackEvent = recordingStatusCallbackEvent
        self.trim = trim
        self.track = track
        self.channels = channels
        self.recordingConfigurationId = recordingConfigurationId
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Recording")
        node.set("recordingStatusCallback", self.recordingStatusCallback)
        node.set("recordingStatusCallbackMethod", self.recordingStatusCallbackMethod)
        node.set("recordingStatusCallbackEvent", self.recordingStatusCallbackEvent)
        node.set("trim", self.trim)
        node.set("track", self.track)
        node.set("channels", self.channels)
        node.set("recordingConfigurationId", self.recordingConfigurationId)
        return node
    }
}
