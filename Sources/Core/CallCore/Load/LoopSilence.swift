// SPDX-License-Identifier: Apache-2.0

/// Tells an event loop that hangs from a machine that stood still: a pure value, asked at every look.
///
/// Only time in which the watcher itself ran counts. A process that was stopped, or a machine that slept, for half a
/// minute has loops that are half a minute late and nothing wrong with them.
struct LoopSilence: Equatable {
    enum Verdict: Equatable {
        case fine
        /// It has not answered for too long; told once.
        case hangs(for: Duration)
        /// It answers again.
        case recovered(after: Duration)
    }

    private var silence = Duration.zero
    private(set) var hangs = false

    /// `elapsed` since the last look, which was planned to be `interval` ago.
    mutating func look(
        hasAnswered: Bool,
        elapsed: Duration,
        interval: Duration,
        limit: Duration
    ) -> Verdict {
        let counted = min(elapsed, interval * 2)
        if hasAnswered {
            defer {
                self.silence = .zero
                self.hangs = false
            }
            return self.hangs ? .recovered(after: self.silence) : .fine
        }
        self.silence += counted
        guard self.silence >= limit, !self.hangs else { return .fine }
        self.hangs = true
        return .hangs(for: self.silence)
    }
}
