// SPDX-License-Identifier: Apache-2.0

/// Where a piece of the caller's audio stands, as the stream's message says.
public struct InboundFrame: Sendable, Hashable {
    /// Counts the audio messages of the stream from 1; 0 when the message does not say.
    public var chunk: UInt64
    /// Since the stream's start, by the sender's clock.
    public var offset: Duration

    /// Creates the place of a frame.
    public init(chunk: UInt64, offset: Duration) {
        self.chunk = chunk
        self.offset = offset
    }
}
