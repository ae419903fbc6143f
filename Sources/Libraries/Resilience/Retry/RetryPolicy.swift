// SPDX-License-Identifier: Apache-2.0

/// How often something is tried, and how long is waited in between.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in all, the first included. 1 never retries.
    public var attempts: Int
    /// The wait between attempts.
    public var backoff: Backoff
    /// The longest wait that a server may ask for. Who asks for more gets the next attempt after this long.
    public var longestRetryAfter: Duration
    /// No wait begins that would end later than this after the first attempt began; `nil` sets no bound. An attempt that
    /// runs is not cut: give it a ``Deadline``.
    public var totalTime: Duration?

    /// A policy; the default tries three times, with a backoff from 250 ms to 10 s, and waits up to 60 s for a server
    /// that asks for it.
    public init(
        attempts: Int = 3,
        backoff: Backoff = Backoff(),
        longestRetryAfter: Duration = .seconds(60),
        totalTime: Duration? = nil
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.longestRetryAfter = longestRetryAfter
        self.totalTime = totalTime
    }

    /// One attempt only.
    public static let never = RetryPolicy(attempts: 1)

    /// How long to wait after so many failures (1 is the first), or `nil` when that was the last attempt. `elapsed` is
    /// the time since the first attempt began. Who was told a time by the server comes later than that by a jittered
    /// backoff, so that clients that were told the same do not come together.
    public func wait(
        afterFailure failures: Int,
        verdict: RetryVerdict,
        elapsed: Duration = .zero,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard failures < self.attempts else { return nil }
        let delay = self.backoff.delay(afterFailure: failures, using: &generator)
        let wait: Duration
        switch verdict {
        case .giveUp: return nil
        case .retry: wait = delay
        case .retryAfter(let asked): wait = min(max(asked, .zero), self.longestRetryAfter) + delay
        }
        guard let totalTime = self.totalTime else { return wait }
        return elapsed + wait <= totalTime ? wait : nil
    }
}
