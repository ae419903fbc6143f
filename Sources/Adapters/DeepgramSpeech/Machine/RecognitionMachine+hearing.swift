// SPDX-License-Identifier: Apache-2.0

import Deepgram
import TelephonyAudio

extension RecognitionMachine {
    /// A gap in the call's audio up to here is filled with silence, a longer one is left out beyond it.
    static let longestFill = Duration.milliseconds(200)
    /// Audio that is away for longer comes anew.
    static let breakInAudio = Duration.seconds(1)

    /// Whether `count` bytes that stand at `offset` follow the feed's end, and there is room for them. Otherwise
    /// ``makeWay(for:at:)`` is to be asked.
    func follows(_ count: Int, at offset: Duration) -> Bool {
        guard self.clock.isRunning, !self.clock.endsWithFiller, self.end + count - self.start <= self.limit else {
            return false
        }
        return offset - self.clock.time(ofStart: Double(self.end)) < .telephony(bytes: 1)
    }

    /// Deals with a gap before audio, and with a ring that is full. Actions on the ring come out of it; they are to be
    /// performed before the audio is put there.
    mutating func makeWay(for count: Int, at offset: Duration) {
        if !self.clock.isRunning {
            self.clock.anchor(self.end, at: offset)
        } else {
            let expected = self.clock.time(ofStart: Double(self.end))
            let gap = offset - expected
            if self.clock.endsWithFiller {
                // Silence has been fed meanwhile; the call's time stood still. It never goes back.
                self.clock.anchor(self.end, at: max(offset, expected))
            } else if gap >= .telephony(bytes: 1) {
                self.bridge(gap, until: offset)
            }
        }
        self.makeRoom(for: count)
    }

    private mutating func bridge(_ gap: Duration, until offset: Duration) {
        let isLong = gap > Self.longestFill
        let isHeld = self.end > self.finalEnd || self.assembler.isHolding
        self.append(silence: min(gap, Self.longestFill).telephonyBytes)
        guard isLong else { return }
        self.clock.anchor(self.end, at: offset)
        if isHeld, !self.isFlux { self.seams.append(self.end) }
    }

    mutating func append(silence count: Int) {
        guard count > 0 else { return }
        self.makeRoom(for: count)
        self.end += count
        self.emit(.fill(count))
    }

    /// Takes note of audio that was put into the ring. When the speaker has just stopped, what is left of a batch goes out
    /// at once. Returns whether there is something to send.
    mutating func heard(_ count: Int, isVoiced: Bool, now: Duration) -> Bool {
        self.end += count
        let isPausing = self.isVoiced && !isVoiced
        self.isVoiced = isVoiced
        if self.owedSince == nil { self.owedSince = now }
        if self.lastHeardAt.map({ now - $0 > Self.breakInAudio }) ?? true { self.audioResumed(now) }
        self.lastHeardAt = now
        guard let connection = self.connection, connection.refusedSince == nil else { return false }
        self.isFlushing = isPausing && self.end - connection.sent <= self.batch
        return self.isFlushing || self.end - connection.sent >= self.batch || !self.seams.isEmpty
    }

    /// After a break an old silence of the engine says nothing.
    private mutating func audioResumed(_ now: Duration) {
        self.flowSince = now
        if self.downSince == nil { self.owedSince = now }
    }

    private mutating func makeRoom(for count: Int) {
        let over = self.end + count - self.start - self.limit
        guard over > 0 else { return }
        guard let connection = self.connection else { return self.drop(over) }
        // What was sent is not lost unless the connection breaks before it is final.
        let sent = min(over, max(0, connection.sent - self.start))
        self.discard(before: self.start + sent)
        self.skip(over - sent)
    }
}
