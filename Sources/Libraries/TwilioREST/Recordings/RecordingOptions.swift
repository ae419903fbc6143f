// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// How a call is recorded.
public struct RecordingOptions: Sendable, Hashable {
    /// One channel or one for each side; Twilio's default is one.
    public var channels: RecordingChannels?
    /// Whose audio; Twilio's default is both.
    public var track: RecordingTrack?
    /// Whether silence at the ends is cut.
    public var trim: RecordingTrim?
    /// Where the progress of the recording is reported.
    public var statusCallback: Callback?
    /// What is reported; without any, `completed` alone.
    public var statusEvents: [RecordingEvent] = []

    /// Creates options; Twilio's defaults apply to what is not given.
    public init(
        channels: RecordingChannels? = nil,
        track: RecordingTrack? = nil,
        trim: RecordingTrim? = nil,
        statusCallback: Callback? = nil,
        statusEvents: [RecordingEvent] = []
    ) {
        self.channels = channels
        self.track = track
        self.trim = trim
        self.statusCallback = statusCallback
        self.statusEvents = statusEvents
    }
}

extension RecordingOptions {
    func write(to writer: inout FormWriter) {
        writer.set("RecordingChannels", self.channels)
        writer.set("RecordingTrack", self.track)
        writer.set("Trim", self.trim)
        writer.set("RecordingStatusCallback", self.statusCallback)
        writer.set("RecordingStatusCallbackEvent", self.statusEvents)
    }
}
