// SPDX-License-Identifier: Apache-2.0

/// What a connection has processed. It does not by itself mean a clean end: it also comes before a close for idleness.
public struct ListenMetadata: Sendable, Hashable {
    /// Deepgram's id of the connection.
    public var requestID: String?
    /// Seconds of audio processed; what is billed.
    public var duration: Double
    /// Channels processed.
    public var channels: Int
    /// The digest of the audio; `incomplete` before a close for idleness.
    public var sha256: String?

    /// Creates it.
    public init(requestID: String?, duration: Double, channels: Int, sha256: String? = nil) {
        self.requestID = requestID
        self.duration = duration
        self.channels = channels
        self.sha256 = sha256
    }
}
