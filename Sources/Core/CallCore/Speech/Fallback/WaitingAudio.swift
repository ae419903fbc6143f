// SPDX-License-Identifier: Apache-2.0

import DequeModule
import NIOCore
import TelephonyAudio

/// Audio that waits for an engine, in order: at most ``limit`` of it, the oldest is given up first.
struct WaitingAudio {
    let limit: Int
    private var stretches: Deque<UnheardAudio.Stretch> = []
    private var bytes = 0

    init(limit: Duration) {
        self.limit = limit.telephonyBytes
    }

    var isEmpty: Bool { self.stretches.isEmpty }

    var length: Duration { .telephony(bytes: self.bytes) }

    /// Queues audio; the buffer must be the queue's own. Returns what had to be given up for it.
    mutating func append(_ stretch: UnheardAudio.Stretch) -> (length: Duration, offset: Duration)? {
        guard stretch.audio.readableBytes > 0 else { return nil }
        self.stretches.append(stretch)
        self.bytes += stretch.audio.readableBytes
        let excess = self.bytes - self.limit
        guard excess > 0, let place = self.stretches.first?.offset else { return nil }
        var left = excess
        while left > 0, let dropped = self.next(atMost: left) { left -= dropped.audio.readableBytes }
        return (.telephony(bytes: excess - left), place)
    }

    /// What has waited longest, at most so many bytes of it.
    mutating func next(atMost limit: Int) -> UnheardAudio.Stretch? {
        guard limit > 0, var stretch = self.stretches.popFirst() else { return nil }
        let offset = stretch.offset
        let taken = stretch.audio.readSlice(length: min(limit, stretch.audio.readableBytes)) ?? ByteBuffer()
        if stretch.audio.readableBytes > 0 {
            stretch.offset += .telephony(bytes: taken.readableBytes)
            self.stretches.prepend(stretch)
        }
        self.bytes -= taken.readableBytes
        return UnheardAudio.Stretch(offset: offset, audio: taken)
    }

    /// All that waits.
    mutating func takeAll() -> [UnheardAudio.Stretch] {
        defer {
            self.stretches = []
            self.bytes = 0
        }
        return Array(self.stretches)
    }
}
