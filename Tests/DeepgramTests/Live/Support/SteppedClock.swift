// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Synchronization

/// A clock that stands still until it is moved together with an embedded event loop. Nobody sleeps on it.
final class SteppedClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var sinceStart: Duration
        func advanced(by duration: Duration) -> Instant { Instant(sinceStart: self.sinceStart + duration) }
        func duration(to other: Instant) -> Duration { other.sinceStart - self.sinceStart }
        static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
    }

    struct NobodySleeps: Error {}

    private let time = Mutex(Duration.zero)

    var now: Instant { Instant(sinceStart: self.time.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws { throw NobodySleeps() }

    /// In steps of a millisecond, so that what is scheduled sees the time at which it runs.
    func advance(_ eventLoop: EmbeddedEventLoop, by duration: Duration) {
        var rest = duration
        while rest > .zero {
            let step = min(rest, .milliseconds(1))
            self.time.withLock { $0 += step }
            eventLoop.advanceTime(by: .nanoseconds(Int64(step / .nanoseconds(1))))
            rest -= step
        }
    }
}
