// SPDX-License-Identifier: Apache-2.0

/// Puts audio frames into the order of their numbers: waits for a missing one while at most ``limit`` later ones arrive,
/// then goes on without it. Keeps nothing while all is in order.
struct FrameOrder<Payload> {
    /// What to do with a frame.
    enum Verdict {
        /// It is its turn; ask ``FrameOrder/next()`` for those that waited for it.
        case take
        /// It is early and is kept.
        case keep
        /// It was here already, or its time is over.
        case drop
    }

    /// A larger gap in the numbers is no loss but another way of counting: ten minutes of 20 ms.
    private static var longestGap: UInt64 { 30_000 }

    let limit: Int
    private var expected: UInt64?
    private var early: [(number: UInt64, payload: Payload)] = []
    /// Frames that never came.
    private(set) var missing: UInt64 = 0
    /// Frames that came twice or too late.
    private(set) var dropped: UInt64 = 0

    init(limit: Int = 5) {
        self.limit = limit
    }

    /// Whether frames wait for an earlier one.
    var isWaiting: Bool { !self.early.isEmpty }

    /// Judges the frame `number`; `payload` is only evaluated for a frame that must be kept.
    mutating func judge(_ number: UInt64, _ payload: @autoclosure () -> Payload) -> Verdict {
        guard let expected = self.expected else {
            self.expected = number &+ 1
            return .take
        }
        if number == expected {
            self.expected = number &+ 1
            return .take
        }
        if number < expected || self.early.contains(where: { $0.number == number }) {
            self.dropped += 1
            return .drop
        }
        let place = self.early.firstIndex { $0.number > number } ?? self.early.endIndex
        self.early.insert((number, payload()), at: place)
        return .keep
    }

    /// The next frame that waited and whose turn it is; too many waiting make it the earliest one's turn.
    mutating func next() -> Payload? {
        guard let first = self.early.first, let expected = self.expected else { return nil }
        guard first.number == expected || self.early.count > self.limit else { return nil }
        self.note(gapTo: first.number, from: expected)
        return self.early.removeFirst().payload
    }

    /// All that still waits, at the end of the stream.
    mutating func rest() -> [Payload] {
        defer { self.early = [] }
        for frame in self.early { self.note(gapTo: frame.number, from: self.expected ?? frame.number) }
        return self.early.map(\.payload)
    }

    private mutating func note(gapTo number: UInt64, from expected: UInt64) {
        let gap = number &- expected
        if gap <= Self.longestGap { self.missing &+= gap }
        self.expected = number &+ 1
    }
}
