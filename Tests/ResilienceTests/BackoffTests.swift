// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing

struct BackoffTests {
    @Test func doublesUpToTheCap() {
        let backoff = Backoff(first: .milliseconds(250), cap: .seconds(10), jitter: .none)
        let delays = (1...8).map { backoff.delay(afterFailure: $0) }
        #expect(
            delays == [
                .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8),
                .seconds(10),
                .seconds(10),
            ]
        )
    }

    @Test(arguments: [Int.min, -1, 0, 1]) func takesNonsenseForTheFirstFailure(_ failures: Int) {
        #expect(Backoff(first: .seconds(1), jitter: .none).delay(afterFailure: failures) == .seconds(1))
    }

    @Test func neverOverflows() {
        let backoff = Backoff(first: .seconds(1), factor: 1_000_000, cap: .seconds(1e12), jitter: .none)
        #expect(backoff.delay(afterFailure: .max) == .seconds(1e12))
        #expect(Backoff(first: .seconds(3), factor: 1, jitter: .none).delay(afterFailure: .max) == .seconds(3))
        #expect(Backoff(first: .seconds(-3), cap: .seconds(-1)).delay(afterFailure: 3) == .zero)
    }

    @Test(arguments: UInt64(1)...20) func fullJitterFillsTheWholeRangeAndNoMore(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let backoff = Backoff(first: .seconds(1), cap: .seconds(8))
        let delays = (0..<1_000).map { _ in backoff.delay(afterFailure: 3, using: &generator) }
        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .seconds(4) })
        // A thousand draws leave no quarter of the range empty.
        for quarter in 0..<4 {
            #expect(delays.contains { $0 >= .seconds(quarter) && $0 <= .seconds(quarter + 1) })
        }
    }

    @Test func halfJitterNeverComesAtOnce() {
        var generator = SeededGenerator(seed: 7)
        let backoff = Backoff(first: .seconds(2), jitter: .half)
        let delays = (0..<1_000).map { _ in backoff.delay(afterFailure: 1, using: &generator) }
        #expect(delays.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(2) })
    }

    @Test func theSameSeedGivesTheSameDelays() {
        var one = SeededGenerator(seed: 42)
        var other = SeededGenerator(seed: 42)
        let backoff = Backoff()
        for failures in 1...20 {
            let delay = backoff.delay(afterFailure: failures, using: &one)
            #expect(delay == backoff.delay(afterFailure: failures, using: &other))
        }
    }
}
