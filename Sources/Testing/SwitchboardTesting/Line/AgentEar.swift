// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// What a simulated caller hears of the agent: whether it speaks, for how long, and since when it is quiet.
///
/// By plain loudness, not by an adapting detector: what the agent sends is clean, and pauses are digital silence.
/// Counts 20 ms frames.
struct AgentEar: Sendable {
    /// Louder than this is speech, in dBFS.
    static let threshold = -50.0

    /// Loud frames since the caller began to listen.
    private(set) var loudFrames = 0
    /// Frames since the last loud one.
    private(set) var quietFrames = 0
    /// Loud frames in the whole stream.
    private(set) var totalLoudFrames = 0

    /// Whether the agent has said something since the caller began to listen. A single frame may be a click.
    var hasHeard: Bool { self.loudFrames >= 2 }

    /// How long it has been quiet.
    var quietTime: Duration { .telephonyFrame * self.quietFrames }

    /// Takes what the agent said in one frame.
    mutating func hear(_ audio: ByteBuffer) {
        let level = audio.withUnsafeReadableBytes { LevelMeter.measure(muLaw: $0) }
        if level.rms > Self.threshold {
            self.loudFrames += 1
            self.totalLoudFrames += 1
            self.quietFrames = 0
        } else {
            self.quietFrames += 1
        }
    }

    /// Listens anew: what was said before does not count.
    mutating func listen() {
        self.loudFrames = 0
    }
}
