// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio

/// Says where in the call a feed position stands. The feed has no holes; the call has: a gap that nobody filled, audio that
/// was dropped, and silence that only the engine was given.
struct AudioClock {
    /// A stretch of the feed that is audio of the call without a hole.
    struct Stretch: Hashable {
        var range: Range<Int>
        /// Where its first sample stands in the call.
        var time: Duration
    }

    private struct Anchor {
        var feed: Int
        var time: Duration
        /// Silence for the engine's sake: the call's time stands still.
        var isFiller = false
    }

    /// A ring of 30 s holds at most 150 (each gap comes with 200 ms of silence); more is a sender gone mad, whose oldest gaps
    /// are forgotten.
    private static let limit = 512
    /// Deepgram's times may be rounded to 10 ms.
    private static let rounding = 80.0
    /// The silence before a seam.
    private static let filled = Double(RecognitionMachine.longestFill.telephonyBytes)

    private var anchors: [Anchor] = []

    /// Whether anything has been heard.
    var isRunning: Bool { !self.anchors.isEmpty }
    /// How many changes of pace are remembered.
    var count: Int { self.anchors.count }
    /// Whether the feed's newest part is silence for the engine's sake.
    var endsWithFiller: Bool { self.anchors.last?.isFiller ?? false }

    /// From this position on the feed is the call's audio from `time` on.
    mutating func anchor(_ feed: Int, at time: Duration) { self.append(Anchor(feed: feed, time: time)) }

    /// From this position on the feed is silence that is no part of the call.
    mutating func fill(from feed: Int) {
        guard !self.endsWithFiller else { return }
        self.append(Anchor(feed: feed, time: self.time(ofStart: Double(feed)), isFiller: true))
    }

    /// Audio was taken out of the feed at this position: what followed it moved forward.
    mutating func skip(_ count: Int, at feed: Int) {
        guard count > 0 else { return }
        let end = feed + count
        let time = self.time(ofStart: Double(end))
        let index = self.index { $0.feed <= end }
        let isFiller = index.map { self.anchors[$0].isFiller } ?? false
        self.anchors.removeAll { $0.feed >= feed && $0.feed <= end }
        for index in self.anchors.indices where self.anchors[index].feed > end { self.anchors[index].feed -= count }
        let place = self.anchors.firstIndex { $0.feed > feed } ?? self.anchors.endIndex
        self.anchors.insert(Anchor(feed: feed, time: time, isFiller: isFiller), at: place)
    }

    /// Nothing before this position is asked for any more.
    mutating func forget(before feed: Int) {
        guard self.anchors.count > 1, let current = self.index({ $0.feed <= feed }), current > 0 else { return }
        self.anchors.removeFirst(current)
    }

    /// Where something stands that begins at a feed position.
    func time(ofStart feed: Double) -> Duration { self.time(feed, self.index { Double($0.feed) <= feed }) }

    /// Where something stands that ends at a feed position: at a seam it belongs to what is before.
    func time(ofEnd feed: Double) -> Duration { self.time(feed, self.index { Double($0.feed) < feed }) }

    /// Where a word stands whose places are rounded: one that begins a little before a seam begins at it, and one that ends a
    /// little behind it ends there.
    func time(ofWord feeds: ClosedRange<Double>) -> ClosedRange<Duration> {
        let start = self.time(
            ofStart: self.seam(near: feeds.lowerBound).map { max($0, feeds.lowerBound) } ?? feeds.lowerBound
        )
        let end = self.time(
            ofEnd: self.seam(near: feeds.upperBound).map { min($0, feeds.upperBound) } ?? feeds.upperBound
        )
        return start...max(start, end)
    }

    /// Where speech begins that was noticed at a feed position: the time before a seam is silence that filled a gap, and a
    /// detector looks back a little.
    func time(ofSpeech feed: Double) -> Duration {
        let seam = self.anchors.first { Double($0.feed) >= feed && Double($0.feed) - feed <= Self.filled }
        return self.time(ofStart: seam.map { Double($0.feed) } ?? feed)
    }

    private func seam(near feed: Double) -> Double? {
        self.anchors.last { Swift.abs(Double($0.feed) - feed) <= Self.rounding }.map { Double($0.feed) }
    }

    /// The stretches of the call's audio in a part of the feed; silence for the engine's sake is left out.
    func stretches(in range: Range<Int>) -> [Stretch] {
        var stretches: [Stretch] = []
        for (index, anchor) in self.anchors.enumerated() where !anchor.isFiller {
            let next = index + 1 < self.anchors.endIndex ? self.anchors[index + 1].feed : Int.max
            let from = max(range.lowerBound, index == 0 ? Int.min : anchor.feed)
            let until = min(range.upperBound, next)
            guard from < until else { continue }
            stretches.append(Stretch(range: from..<until, time: self.time(Double(from), index)))
        }
        return stretches
    }

    private func index(_ isBefore: (Anchor) -> Bool) -> Int? {
        self.anchors.lastIndex(where: isBefore) ?? (self.anchors.isEmpty ? nil : 0)
    }

    private func time(_ feed: Double, _ index: Int?) -> Duration {
        guard let index else { return .zero }
        let anchor = self.anchors[index]
        guard !anchor.isFiller else { return anchor.time }
        // A sample is 125 µs; a microsecond is exact enough for a place between two.
        return anchor.time + .microseconds(Int64(((feed - Double(anchor.feed)) * 125).rounded()))
    }

    private mutating func append(_ anchor: Anchor) {
        if self.anchors.last?.feed == anchor.feed { self.anchors.removeLast() }
        self.anchors.append(anchor)
        if self.anchors.count > Self.limit { self.anchors.removeFirst() }
    }
}
