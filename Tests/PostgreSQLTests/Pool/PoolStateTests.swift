// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience
import Testing

@testable import PostgreSQL

struct PoolStateTests {
    private var generator = SeededGenerator(seed: 1)

    private mutating func send(_ event: PoolEvent, _ pool: inout PoolState, at milliseconds: Int) -> [PoolAction] {
        pool.handle(event, at: .milliseconds(milliseconds), using: &self.generator)
    }

    private static func settings(
        size: Int = 2,
        minimum: Int = 0,
        maximumWaiting: Int = 8
    ) -> PostgresPoolSettings {
        PostgresPoolSettings(
            size: size,
            minimum: minimum,
            maximumWaiting: maximumWaiting,
            idleLimit: .seconds(60),
            lifeLimit: .seconds(600),
            lifeJitter: 0,
            checkAfterIdle: .seconds(10),
            backoff: Backoff(first: .milliseconds(100), cap: .seconds(1), jitter: .none),
            breaker: CircuitBreakerPolicy(
                trip: .failures(2, within: .seconds(60)),
                openTime: Backoff(first: .seconds(1), cap: .seconds(5), jitter: .none)
            )
        )
    }

    @Test mutating func opensAConnectionForWhoeverComesAndLendsIt() {
        var pool = PoolState(Self.settings())
        #expect(self.send(.wanted(by: 1, until: .seconds(1)), &pool, at: 0) == [.connect(1)])
        #expect(self.send(.connected(1), &pool, at: 20) == [.lend(1, to: 1)])
        #expect(self.send(.released(1, isReusable: true), &pool, at: 30) == [])
        #expect(self.send(.wanted(by: 2, until: .seconds(2)), &pool, at: 40) == [.lend(1, to: 2)])
        #expect(pool.snapshot.longestWait == .milliseconds(20))
        #expect(pool.snapshot.lent == 2)
        #expect(pool.snapshot.waits == 1)
    }

    @Test mutating func servesInTheOrderOfArrival() {
        var pool = PoolState(Self.settings(size: 1))
        _ = self.send(.wanted(by: 1, until: .seconds(9)), &pool, at: 0)
        _ = self.send(.wanted(by: 2, until: .seconds(9)), &pool, at: 1)
        _ = self.send(.wanted(by: 3, until: .seconds(9)), &pool, at: 2)
        #expect(self.send(.connected(1), &pool, at: 3) == [.lend(1, to: 1)])
        _ = self.send(.withdrawn(2), &pool, at: 4)
        #expect(self.send(.released(1, isReusable: true), &pool, at: 5) == [.lend(1, to: 3)])
    }

    @Test mutating func refusesWhoWaitedTooLongAndWhoIsTooMany() {
        var pool = PoolState(Self.settings(size: 1, maximumWaiting: 1))
        _ = self.send(.wanted(by: 1, until: .seconds(1)), &pool, at: 0)
        _ = self.send(.connected(1), &pool, at: 1)
        #expect(self.send(.wanted(by: 2, until: .milliseconds(500)), &pool, at: 2) == [])
        #expect(self.send(.wanted(by: 3, until: .milliseconds(500)), &pool, at: 3) == [.refuse(3, .tooManyWaiting)])
        #expect(pool.nextTick == .milliseconds(500))
        #expect(self.send(.tick, &pool, at: 499) == [])
        #expect(self.send(.tick, &pool, at: 500) == [.refuse(2, .timedOut(isConnected: true))])
        #expect(pool.snapshot.timeouts == 1)
        #expect(pool.snapshot.refusals == 1)
    }

    @Test mutating func asksAConnectionThatWasIdleLongWhetherItLives() {
        var pool = PoolState(Self.settings(size: 2))
        _ = self.send(.wanted(by: 1, until: .seconds(1)), &pool, at: 0)
        _ = self.send(.connected(1), &pool, at: 0)
        _ = self.send(.released(1, isReusable: true), &pool, at: 0)
        #expect(self.send(.wanted(by: 2, until: .seconds(30)), &pool, at: 10_001) == [.check(1)])
        #expect(self.send(.checked(1, isAlive: false), &pool, at: 10_100) == [.close(1, isUrgent: true), .connect(2)])
        #expect(self.send(.closed(1), &pool, at: 10_110) == [])
        #expect(self.send(.connected(2), &pool, at: 10_120) == [.lend(2, to: 2)])
        #expect(pool.snapshot.failedChecks == 1)
    }

    @Test mutating func closesWhatIsIdleTooLongButTheMinimum() {
        var pool = PoolState(Self.settings(size: 3, minimum: 1))
        #expect(self.send(.tick, &pool, at: 0) == [.connect(1)])
        _ = self.send(.connected(1), &pool, at: 0)
        _ = self.send(.wanted(by: 1, until: .seconds(9)), &pool, at: 0)
        #expect(self.send(.wanted(by: 2, until: .seconds(9)), &pool, at: 0) == [.connect(2)])
        _ = self.send(.connected(2), &pool, at: 0)
        _ = self.send(.released(1, isReusable: true), &pool, at: 0)
        _ = self.send(.released(2, isReusable: true), &pool, at: 1000)
        #expect(pool.nextTick == .seconds(60))
        #expect(self.send(.tick, &pool, at: 60_000) == [.close(1, isUrgent: false)])
        #expect(self.send(.closed(1), &pool, at: 60_000) == [])
        #expect(self.send(.tick, &pool, at: 100_000) == [])
        #expect(pool.snapshot.size == 1)
    }

    @Test mutating func replacesWhatIsOld() {
        var pool = PoolState(Self.settings(size: 2, minimum: 1))
        _ = self.send(.tick, &pool, at: 0)
        _ = self.send(.connected(1), &pool, at: 0)
        _ = self.send(.wanted(by: 1, until: .seconds(9)), &pool, at: 0)
        // Not while somebody has it.
        #expect(self.send(.tick, &pool, at: 600_000) == [])
        #expect(
            self.send(.released(1, isReusable: true), &pool, at: 601_000) == [.close(1, isUrgent: false), .connect(2)]
        )
        #expect(pool.snapshot.closedOld == 1)
    }

    @Test mutating func triesOneAtATimeAfterAFailureAndLaterEachTime() {
        var pool = PoolState(Self.settings(size: 4))
        _ = self.send(.wanted(by: 1, until: .seconds(9)), &pool, at: 0)
        _ = self.send(.wanted(by: 2, until: .seconds(9)), &pool, at: 0)
        #expect(self.send(.connectFailed(1, isFinal: false), &pool, at: 10) == [])
        // The one that was under way together with it opens the circuit, and is no second reason to wait longer.
        #expect(
            self.send(.connectFailed(2, isFinal: false), &pool, at: 11) == [
                .tell(reachable: false, retryAfter: .seconds(1)), .refuse(1, .unreachable(retryAfter: .seconds(1))),
                .refuse(2, .unreachable(retryAfter: .seconds(1))),
            ]
        )
        #expect(
            self.send(.wanted(by: 3, until: .seconds(9)), &pool, at: 500) == [
                .refuse(3, .unreachable(retryAfter: .milliseconds(511)))
            ]
        )
        #expect(self.send(.wanted(by: 4, until: .seconds(9)), &pool, at: 1011) == [.connect(3)])
        #expect(self.send(.wanted(by: 5, until: .seconds(9)), &pool, at: 1012) == [])
        #expect(
            self.send(.connected(3), &pool, at: 1020) == [
                .tell(reachable: true, retryAfter: .zero), .lend(3, to: 4), .connect(4),
            ]
        )
    }

    @Test mutating func doesNotTryAgainAtOnceWhatIsRefusedForGood() {
        var pool = PoolState(Self.settings(size: 4))
        _ = self.send(.wanted(by: 1, until: .seconds(9)), &pool, at: 0)
        let actions = self.send(.connectFailed(1, isFinal: true), &pool, at: 10)
        #expect(actions.contains(.refuse(1, .unreachable(retryAfter: .seconds(1)))))
    }

    @Test mutating func findsOutByItselfThatTheServerIsBackWhenAMinimumIsKept() {
        var pool = PoolState(Self.settings(size: 2, minimum: 1))
        #expect(self.send(.tick, &pool, at: 0) == [.connect(1)])
        _ = self.send(.connectFailed(1, isFinal: false), &pool, at: 0)
        #expect(pool.nextTick == .milliseconds(100))
        #expect(self.send(.tick, &pool, at: 100) == [.connect(2)])
        _ = self.send(.connectFailed(2, isFinal: false), &pool, at: 100)
        #expect(self.send(.tick, &pool, at: 1100) == [.connect(3)])
        #expect(self.send(.connected(3), &pool, at: 1200) == [.tell(reachable: true, retryAfter: .zero)])
    }

    @Test mutating func shutsDownWaitingForWhatRunsAndNoLonger() {
        var pool = PoolState(Self.settings(size: 2))
        for person in 1...3 { _ = self.send(.wanted(by: person, until: .seconds(9)), &pool, at: 0) }
        _ = self.send(.connected(1), &pool, at: 0)
        _ = self.send(.connected(2), &pool, at: 0)
        #expect(self.send(.shutdown(until: .seconds(5)), &pool, at: 100) == [.refuse(3, .shutDown)])
        #expect(self.send(.wanted(by: 4, until: .seconds(9)), &pool, at: 200) == [.refuse(4, .shutDown)])
        #expect(self.send(.released(1, isReusable: true), &pool, at: 300) == [.close(1, isUrgent: true)])
        #expect(self.send(.closed(1), &pool, at: 310) == [])
        #expect(pool.nextTick == .seconds(5))
        #expect(self.send(.tick, &pool, at: 5000) == [.close(2, isUrgent: true)])
        #expect(self.send(.released(2, isReusable: true), &pool, at: 5001) == [])
        #expect(self.send(.closed(2), &pool, at: 5002) == [.finished])
        #expect(self.send(.tick, &pool, at: 6000) == [])
    }
}
#endif
