// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// Puts the frames of both sides of a stream into the one order they were sent in, and gives each to its side. Lives on
/// the call's event loop.
///
/// It goes by a number that counts over both tracks. Whether Twilio's `media.chunk` does that is not established; its
/// `sequenceNumber` does, because it counts all messages of a stream (Twilio, "Media Streams: WebSocket Messages").
final class ListeningOrder {
    private typealias Kept = (side: ListeningSide, audio: ByteBuffer, frame: InboundFrame)

    private var order = FrameOrder<Kept>()
    private var reported = CallListener.Counts()
    /// How far the stream has come, by the sender's clock.
    private(set) var end = Duration.zero

    /// Takes a frame as it arrives. The buffer is only lent.
    func hear(_ audio: ByteBuffer, _ frame: InboundFrame, of side: ListeningSide, now: NIODeadline) {
        guard frame.chunk != 0 else { return self.give((side, audio, frame), now) }
        switch self.order.judge(frame.chunk, (side, audio.copied, frame)) {
        case .take: self.give((side, audio, frame), now)
        case .keep, .drop: break
        }
        while self.order.isWaiting, let kept = self.order.next() { self.give(kept, now) }
    }

    /// No more frames will come: what waited for an earlier one waits no longer.
    func finish(now: NIODeadline) {
        for kept in self.order.rest() { self.give(kept, now) }
    }

    /// What went missing or came twice since the last time this was asked.
    func takeCounts() -> CallListener.Counts {
        let total = CallListener.Counts(
            missing: Int(clamping: self.order.missing),
            dropped: Int(clamping: self.order.dropped)
        )
        defer { self.reported = total }
        return CallListener.Counts(
            missing: total.missing - self.reported.missing,
            dropped: total.dropped - self.reported.dropped
        )
    }

    private func give(_ kept: Kept, _ now: NIODeadline) {
        self.end = max(self.end, kept.frame.offset + .telephony(bytes: kept.audio.readableBytes))
        // The order is established here.
        kept.side.listener?.hear(kept.audio, InboundFrame(chunk: 0, offset: kept.frame.offset), now: now)
    }
}
