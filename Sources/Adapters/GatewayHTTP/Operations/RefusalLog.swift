// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import Resilience
import Synchronization

/// Where refusals are told: each leaves one line that says why and what to change, unless the same was told a moment ago.
/// Those are counted, and the next line of their kind says how many they were. So a flood of refused requests is a few
/// lines, whatever it is refused for.
///
/// ```swift
/// refusals.tell("webhook refused", "missing_header", to: logger) { ["refusal.mend": "…"] }
/// ```
final class RefusalLog: Sendable {
    /// How much is told.
    struct Bounds: Sendable {
        /// Of each kind at once.
        var atOnce = 3
        /// After that, of each kind one in such a time.
        var interval = Duration.seconds(10)
        /// Of all kinds together.
        var all = RateLimit(4, per: .seconds(1), burst: 5)
        /// Kinds that are told apart. What refuses names a few dozens.
        var kinds = 128

        /// Everything is told: for tests, which refuse more than people do.
        static let off: Bounds = {
            var bounds = Bounds()
            bounds.atOnce = 1_000_000
            bounds.all = RateLimit(1_000_000, per: .seconds(1), burst: 1_000_000)
            return bounds
        }()
    }

    private struct Kind {
        /// Lines that may be told now.
        var free: Int
        /// Since when the next one is waited for.
        var since: Duration
        /// Not told since the last that was.
        var untold = 0

        mutating func refill(_ bounds: Bounds, at now: Duration) {
            let earned = Int((now - self.since) / bounds.interval)
            guard earned > 0 else { return }
            self.free = min(bounds.atOnce, self.free + earned)
            self.since += bounds.interval * earned
        }
    }

    /// Where lines that were not told are counted, and refusals are.
    let metrics: GatewayMetrics
    private let bounds: Bounds
    private let now: @Sendable () -> Duration
    private let all: RateLimiter
    private let kinds = Mutex<[String: Kind]>([:])

    init(
        _ bounds: Bounds = Bounds(),
        metrics: GatewayMetrics = GatewayMetrics(),
        clock: some Clock<Duration> = ContinuousClock()
    ) {
        let start = clock.now
        self.metrics = metrics
        self.bounds = bounds
        self.now = { start.duration(to: clock.now) }
        self.all = RateLimiter(bounds.all, clock: clock)
    }

    /// Tells of a refusal, or counts it.
    ///
    /// - Parameters:
    ///   - message: what was refused.
    ///   - reason: why, in snake case, of a closed vocabulary.
    ///   - level: how important that is.
    ///   - logger: where it is told; carries the request's id.
    ///   - facts: the mend and more; made only if it is told.
    func tell(
        _ message: Logger.Message,
        _ reason: String,
        at level: Logger.Level = .notice,
        to logger: Logger,
        _ facts: () -> Logger.Metadata
    ) {
        guard let untold = self.take("\(message) \(reason)") else {
            return self.metrics.refusalLinesSuppressed.increment()
        }
        var metadata = facts()
        metadata["refusal.reason"] = "\(reason)"
        if untold > 0 { metadata["refusal.repeated"] = .stringConvertible(untold) }
        logger.log(level: level, message, metadata: metadata)
    }

    /// How many of this kind were not told since the last that was; `nil` if this one is not told either.
    private func take(_ name: String) -> Int? {
        self.kinds.withLock { kinds in
            let name = kinds[name] != nil || kinds.count < self.bounds.kinds ? name : ""
            let now = self.now()
            var kind = kinds[name] ?? Kind(free: self.bounds.atOnce, since: now)
            kind.refill(self.bounds, at: now)
            defer { kinds[name] = kind }
            guard kind.free > 0, self.all.take().isAllowed else {
                kind.untold += 1
                return nil
            }
            defer { kind.untold = 0 }
            kind.free -= 1
            return kind.untold
        }
    }
}
