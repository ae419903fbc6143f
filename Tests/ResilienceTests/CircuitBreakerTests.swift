// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CircuitBreakerTests {
    private static let policy = CircuitBreakerPolicy(
        trip: .failures(3, within: .seconds(10)),
        openTime: Backoff(first: .seconds(5), cap: .seconds(20), jitter: .none),
        probeTimeout: .seconds(30)
    )

    private let clock = ManualClock()

    private func fail(_ breaker: CircuitBreaker, _ count: Int = 1) throws {
        for _ in 0..<count { breaker.failed(try breaker.admit(), Fault()) }
    }

    @Test func opensAtTheLastFailureOfSeveralAndSaysHowLong() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        try self.fail(breaker, 2)
        #expect(breaker.snapshot.state == .closed)
        try self.fail(breaker)
        #expect(breaker.snapshot.state == .open)
        #expect(breaker.snapshot.reason == "too many failures")
        #expect(breaker.snapshot.lastError as? Fault == Fault())
        #expect(breaker.snapshot.openings == 1)
        self.clock.advance(by: .seconds(2))
        let error = #expect(throws: ResilienceError.self) { try breaker.admit() }
        #expect(error?.code == .circuitOpen)
        #expect(error?.retryAfter == .seconds(3))
        #expect(breaker.snapshot.age == .seconds(2))
    }

    @Test func forgetsFailuresThatAreLongAgo() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        for _ in 0..<20 {
            try self.fail(breaker)
            self.clock.advance(by: .seconds(6))
        }
        #expect(breaker.snapshot.state == .closed)
    }

    @Test func letsOneProbePassAndClosesWhenItSucceeds() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        try self.fail(breaker, 3)
        self.clock.advance(by: .seconds(5))
        let probe = try breaker.admit()
        #expect(probe.isProbe)
        #expect(breaker.snapshot.state == .halfOpen)
        #expect(throws: ResilienceError.self) { try breaker.admit() }
        breaker.succeeded(probe)
        #expect(breaker.snapshot.state == .closed)
        #expect(try breaker.admit().isProbe == false)
    }

    @Test func staysOpenLongerEachTimeAProbeFails() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        try self.fail(breaker, 3)
        for expected in [10, 20, 20] {
            self.clock.advance(by: breaker.snapshot.retryAfter ?? .zero)
            try self.fail(breaker)
            #expect(breaker.snapshot.retryAfter == .seconds(expected))
        }
        self.clock.advance(by: .seconds(20))
        breaker.succeeded(try breaker.admit())
        try self.fail(breaker, 3)
        #expect(breaker.snapshot.retryAfter == .seconds(5))
    }

    @Test func aProbeThatIsNeverHeardOfCountsAsFailed() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        try self.fail(breaker, 3)
        self.clock.advance(by: .seconds(5))
        let lost = try breaker.admit()
        self.clock.advance(by: .seconds(30))
        #expect(throws: ResilienceError.self) { try breaker.admit() }
        #expect(breaker.snapshot.state == .open)
        breaker.succeeded(lost)
        #expect(breaker.snapshot.state == .open)
        self.clock.advance(by: .seconds(10))
        breaker.succeeded(try breaker.admit())
        #expect(breaker.snapshot.state == .closed)
    }

    @Test func aWithdrawnProbeMakesRoomForAnother() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        try self.fail(breaker, 3)
        self.clock.advance(by: .seconds(5))
        breaker.withdraw(try breaker.admit())
        #expect(try breaker.admit().isProbe)
    }

    @Test func whatBeganBeforeAChangeNoLongerCounts() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        let early = try breaker.admit()
        try self.fail(breaker, 3)
        breaker.succeeded(early)
        #expect(breaker.snapshot.state == .open)
        self.clock.advance(by: .seconds(5))
        _ = try breaker.admit()
        breaker.failed(early, Fault())
        #expect(breaker.snapshot.state == .halfOpen)
    }

    @Test func opensAtOnceForAReasonAndStaysOpenAtLeastAsLong() throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        breaker.open("unpaid", for: .seconds(60), error: Fault(number: 402))
        #expect(breaker.snapshot.reason == "unpaid")
        #expect(breaker.snapshot.lastError as? Fault == Fault(number: 402))
        #expect(breaker.snapshot.retryAfter == .seconds(60))
        breaker.open("told to wait", for: .seconds(10))
        #expect(breaker.snapshot.retryAfter == .seconds(60))
        breaker.open("told to wait", for: .seconds(90))
        #expect(breaker.snapshot.retryAfter == .seconds(90))
        breaker.close("paid")
        #expect(try breaker.admit().isProbe == false)
    }

    @Test func tellsOfEveryTransitionInOrder() throws {
        let heard = Mutex<[String]>([])
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock) { transition in
            heard.withLock { $0.append("\(transition.from.rawValue)>\(transition.to.rawValue)") }
        }
        try self.fail(breaker, 3)
        self.clock.advance(by: .seconds(5))
        try self.fail(breaker)
        self.clock.advance(by: .seconds(10))
        breaker.succeeded(try breaker.admit())
        #expect(
            heard.withLock { $0 } == [
                "closed>open", "open>half_open", "half_open>open", "open>half_open", "half_open>closed",
            ]
        )
    }

    @Test func opensAtAShareOfFailuresOnlyWhenThereAreEnough() throws {
        let policy = CircuitBreakerPolicy(trip: .rate(0.5, ofAtLeast: 10, within: .seconds(10)))
        let breaker = CircuitBreaker(name: "test", policy: policy, clock: self.clock)
        try self.fail(breaker, 9)
        #expect(breaker.snapshot.state == .closed)
        self.clock.advance(by: .seconds(11))
        for _ in 0..<6 { breaker.succeeded(try breaker.admit()) }
        try self.fail(breaker, 5)
        #expect(breaker.snapshot.state == .closed)
        try self.fail(breaker)
        #expect(breaker.snapshot.state == .open)
    }

    @Test func runLearnsFromWhatHappens() async throws {
        let breaker = CircuitBreaker(name: "test", policy: Self.policy, clock: self.clock)
        for _ in 0..<5 {
            await #expect(throws: Fault.self) { try await breaker.run(counts: { _ in false }) { throw Fault() } }
            await #expect(throws: CancellationError.self) { try await breaker.run { throw CancellationError() } }
        }
        #expect(breaker.snapshot.state == .closed)
        for _ in 0..<3 {
            await #expect(throws: Fault.self) { try await breaker.run { throw Fault() } }
        }
        let begun = Mutex(false)
        await #expect(throws: ResilienceError.self) {
            try await breaker.run { begun.withLock { $0 = true } }
        }
        #expect(begun.withLock { $0 } == false)
        self.clock.advance(by: .seconds(5))
        #expect(try await breaker.run { 7 } == 7)
        #expect(breaker.snapshot.state == .closed)
    }

    /// Any order of events: never more probes than allowed, nothing passes while it is open, and it always opens again
    /// to who waits.
    @Test(arguments: UInt64(1)...60) func keepsItsPromisesUnderAnySchedule(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let policy = CircuitBreakerPolicy(
            trip: Bool.random(using: &generator)
                ? .failures(Int.random(in: 1...4, using: &generator), within: .seconds(5))
                : .rate(0.5, ofAtLeast: 4, within: .seconds(5)),
            openTime: Backoff(first: .seconds(1), cap: .seconds(4)),
            probes: Int.random(in: 1...3, using: &generator),
            successesToClose: Int.random(in: 1...3, using: &generator),
            probeTimeout: .seconds(10)
        )
        let breaker = CircuitBreaker(name: "test", policy: policy, clock: self.clock, random: generator)
        var held: [CircuitPermit] = []
        for _ in 0..<200 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                let before = breaker.snapshot
                if let permit = try? breaker.admit() {
                    verify(before.state != .open || before.retryAfter == .zero)
                    held.append(permit)
                    if breaker.snapshot.state == .halfOpen { verify(permit.isProbe) }
                }
            case 4..<8 where !held.isEmpty:
                let permit = held.remove(at: Int.random(in: 0..<held.count, using: &generator))
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: breaker.succeeded(permit)
                case 1: breaker.failed(permit, Fault())
                default: breaker.withdraw(permit)
                }
            default:
                self.clock.advance(by: .milliseconds(Int.random(in: 0...2_000, using: &generator)))
            }
            if breaker.snapshot.state == .halfOpen {
                var probes: [CircuitPermit] = []
                while let probe = try? breaker.admit(), probe.isProbe { probes.append(probe) }
                verify(probes.count <= policy.probes)
                for probe in probes { breaker.withdraw(probe) }
            }
        }
        // Whatever happened: who waits long enough and succeeds finds it closed in the end.
        for _ in 0..<policy.successesToClose + 1 {
            self.clock.advance(by: .seconds(60))
            var permit = try? breaker.admit()
            if permit == nil {
                self.clock.advance(by: .seconds(60))
                permit = try breaker.admit()
            }
            if let permit { breaker.succeeded(permit) }
        }
        verify(breaker.snapshot.state == .closed)
    }
}
