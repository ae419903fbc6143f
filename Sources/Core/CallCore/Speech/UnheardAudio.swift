// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// Audio that an engine took and gave up on: what has not become words.
public struct UnheardAudio: Sendable, Hashable {
    /// One stretch without a gap.
    public struct Stretch: Sendable, Hashable {
        /// Where its first sample stands, from the start of the stream.
        public var offset: Duration
        /// mu-law, 8 kHz.
        public var audio: ByteBuffer

        /// Creates a stretch.
        public init(offset: Duration, audio: ByteBuffer) {
            self.offset = offset
            self.audio = audio
        }
    }

    /// The stretches in order.
    public var stretches: [Stretch]

    /// Creates it.
    public init(stretches: [Stretch]) {
        self.stretches = stretches
    }
}
