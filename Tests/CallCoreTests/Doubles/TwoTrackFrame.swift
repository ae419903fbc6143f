// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting

/// One frame of a stream with both tracks, as its message says.
struct TwoTrackFrame: Sendable {
    var speaker: Speaker
    var sequence: UInt64
    var offset: Duration
    var audio: ByteBuffer

    /// Both sides for so many frames of 20 ms, interleaved; `say` tells which number a side says in a frame, if any.
    static func frames(
        _ range: Range<Int>,
        firstSequence: UInt64 = 2,
        say: (Speaker, Int) -> Int?
    ) -> [TwoTrackFrame] {
        var sequence = firstSequence
        return range.flatMap { index in
            [Speaker.caller, .agent].map { speaker in
                defer { sequence += 1 }
                let audio = say(speaker, index).map { NumberedSpeech.audio([$0]) } ?? Self.silence
                let offset = Duration.milliseconds(20 * index)
                return TwoTrackFrame(
                    speaker: speaker,
                    sequence: sequence,
                    offset: offset,
                    audio: ByteBuffer(bytes: audio)
                )
            }
        }
    }

    static let silence = [UInt8](repeating: 0xFF, count: 160)
}
