// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next attempt: doubling (or what ``factor`` says) up to a cap, and jittered, so that those
/// who failed together do not come back together.
///
/// ```swift
/// let backoff = Backoff(first: .milliseconds(250), cap: .seconds(10))
/// let wait = backoff.delay(afterFailure: 3)   // 0 to 1 s
/// ```
/// Full jitter is the default: uniform from zero to the exponential value (M. Brooker, "Exponential Backoff And Jitter",
/// AWS Architecture Blog).
public struct Backoff: Sendable, Hashable {
    /// How much of a delay is left to chance.
    public enum Jitter: Sendable, Hashable {
        /// From zero to the exponential value.
        case full
        /// From half of the exponential value to all of it: never at once.
        case half
        /// None, for tests and where one client only is served.
        case none
    }

    /// The exponential value after the first failure.
    public var first: Duration
    /// What the value is multiplied by with each further failure; at least 1.
    public var factor: Double
    /// The largest value.
    public var cap: Duration
    /// How much is left to chance.
    public var jitter: Jitter

    /// A backoff; the default doubles from 250 ms to 10 s with full jitter.
    public init(
        first: Duration = .milliseconds(250),
        factor: Double = 2,
        cap: Duration = .seconds(10),
        jitter: Jitter = .full
    ) {
        self.first = first
        self.factor = factor
        self.cap = cap
        self.jitter = jitter
    }

    /// The exponential value after this many failures (1 is the first), without jitter: never above ``cap``, never
    /// negative.
    public func ceiling(afterFailure failures: Int) -> Duration {
        let cap = max(0, self.cap.inSeconds)
        var value = max(0, self.first.inSeconds)
        guard value > 0 else { return .zero }
        // The power by squaring: few steps for any number of failures. What is too large becomes infinite.
        var exponent = max(1, failures) - 1
        var square = max(1, self.factor)
        while exponent > 0 {
            if exponent & 1 == 1 { value *= square }
            square *= square
            exponent >>= 1
        }
        return .seconds(min(value, cap))
    }

    /// How long to wait after this many failures (1 is the first).
    public func delay(
        afterFailure failures: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let ceiling = self.ceiling(afterFailure: failures)
        return switch self.jitter {
        case .none: ceiling
        case .full: ceiling * Double.random(in: 0...1, using: &generator)
        case .half: ceiling * Double.random(in: 0.5...1, using: &generator)
        }
    }

    /// How long to wait after this many failures (1 is the first), with the system's randomness.
    public func delay(afterFailure failures: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return self.delay(afterFailure: failures, using: &generator)
    }
}
