// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// A sound that is played once.
final class Playback: FarEnd {
    private var sound: ByteBuffer

    /// Silence, unless there is a sound.
    init(_ sound: ByteBuffer = ByteBuffer()) {
        self.sound = sound
    }

    func exchange(_ inbound: ByteBuffer) -> ByteBuffer {
        guard var frame = self.sound.readSlice(length: min(self.sound.readableBytes, PhoneLine.frameSize)) else {
            return .silentFrame
        }
        frame.writeRepeatingByte(MuLaw.silence, count: PhoneLine.frameSize - frame.readableBytes)
        return frame
    }
}
