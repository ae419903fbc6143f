// SPDX-License-Identifier: Apache-2.0

import CallCore
import TelephonyAudio

extension RecognitionMachine {
    /// Lost audio is told in pieces of this length at least, not frame by frame.
    private static let toldLoss = Duration.seconds(1)
    /// Stretches that are remembered before they are told.
    private static let longestLossList = 16

    mutating func discard(before position: Int) {
        guard position > self.start else { return }
        self.start = min(position, self.end)
        self.emit(.discard(before: self.start))
        let done = min(self.start, self.finalEnd)
        self.seams.removeAll { $0 <= done }
        self.clock.forget(before: min(done, self.heldFrom))
    }

    /// Without a connection the oldest audio falls out of the ring for good.
    mutating func drop(_ count: Int) {
        let from = max(self.start, self.finalEnd, self.lostUpTo)
        self.noteLost(from..<max(from, self.start + count))
        self.lostUpTo = max(self.lostUpTo, self.start + count)
        self.discard(before: self.start + count)
    }

    /// On an open connection what was not sent falls out: the feed goes on behind it without a hole, so that the
    /// connection's times stay right.
    mutating func skip(_ count: Int) {
        guard count > 0 else { return }
        self.noteLost(self.start..<(self.start + count))
        self.clock.skip(count, at: self.start)
        self.seams = self.seams.compactMap { $0 <= self.start ? $0 : $0 <= self.start + count ? nil : $0 - count }
        if !self.isFlux { self.seams.append(self.start) }
        self.seams.sort()
        self.end -= count
        self.emit(.skip(count))
    }

    /// What a broken connection had been sent, and what has left the ring since, will not be heard again.
    mutating func noteLostWithConnection() {
        let from = max(self.finalEnd, self.lostUpTo)
        guard from < self.start else { return }
        self.noteLost(from..<self.start)
        self.lostUpTo = self.start
    }

    mutating func noteLost(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        for stretch in self.clock.stretches(in: range) {
            if let last = self.lost.last, last.time + .telephony(bytes: last.range.count) == stretch.time {
                self.lost[self.lost.count - 1].range =
                    last.range.lowerBound..<(last.range.upperBound + stretch.range.count)
            } else {
                self.lost.append(stretch)
            }
        }
        let total = self.lost.reduce(0) { $0 + $1.range.count }
        if .telephony(bytes: total) >= Self.toldLoss || self.lost.count > Self.longestLossList { self.tellLosses() }
    }

    mutating func tellLosses() {
        for stretch in self.lost {
            let length = Duration.telephony(bytes: stretch.range.count)
            self.emit(.deliver(.audioLost(length, at: stretch.time)))
            self.emit(.note(.lost(length)))
        }
        self.lost.removeAll()
    }
}
