// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Who or what is at the other end of a call's line while a verb runs: a sound that is played, another person, a room
/// full of them.
protocol FarEnd: AnyObject {
    /// What comes from there in the 20 ms that follow those in which this was said here; 160 bytes of mu-law.
    func exchange(_ inbound: ByteBuffer) -> ByteBuffer
}

extension ByteBuffer {
    /// 20 ms in which nothing is said.
    static let silentFrame = ByteBuffer(repeating: MuLaw.silence, count: PhoneLine.frameSize)
}
