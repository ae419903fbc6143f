// SPDX-License-Identifier: Apache-2.0

/// The carrier's word on a media stream (Twilio: the `statusCallback` of `<Stream>`).
public struct StreamNotice: Sendable, Hashable, Codable {
    /// The stream (Twilio: `MZ…`).
    public var stream: String
    /// What happened, in the carrier's words: `stream-started`, `stream-stopped`, `stream-error`.
    public var event: String
    /// Why it failed.
    public var error: String?

    /// Creates a report.
    public init(stream: String, event: String, error: String? = nil) {
        self.stream = stream
        self.event = event
        self.error = error
    }
}
