// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// 20 ms of both sides of a call: 160 bytes of mu-law each, in the words of Twilio's tracks.
struct CallAudioFrame: Sendable {
    /// Where in the call the frame begins.
    var at: Duration
    /// What the person of this leg says.
    var inbound: ByteBuffer
    /// What this person hears.
    var outbound: ByteBuffer
}
