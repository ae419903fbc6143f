// SPDX-License-Identifier: Apache-2.0

/// The carrier's word on a recording of the call.
public struct RecordingReport: Sendable, Hashable, Codable {
    /// The recording (Twilio: `RE…`).
    public var recording: String
    /// How far it is, in the carrier's words: `in-progress`, `completed`, `absent`, `failed`.
    public var status: String
    /// Where it can be fetched, once it can.
    public var url: String?
    /// The carrier's figure in seconds.
    public var seconds: Int?
    /// 1, or 2 when each side has a channel of its own.
    public var channels: Int?
    /// What asked for it, in the carrier's words, such as `RecordVerb`.
    public var source: String?

    /// Creates a report.
    public init(
        recording: String,
        status: String,
        url: String? = nil,
        seconds: Int? = nil,
        channels: Int? = nil,
        source: String? = nil
    ) {
        self.recording = recording
        self.status = status
        self.url = url
        self.seconds = seconds
        self.channels = channels
        self.source = source
    }
}
