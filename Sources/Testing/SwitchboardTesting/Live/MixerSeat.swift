// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// A place in a ``Mixer``.
final class MixerSeat: FarEnd {
    private let mixer: Mixer
    private let sid: String

    init(_ mixer: Mixer, _ sid: String) {
        self.mixer = mixer
        self.sid = sid
    }

    func exchange(_ inbound: ByteBuffer) -> ByteBuffer { self.mixer.exchange(self.sid, inbound) }
}
