// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RetryTests {
    private static let plain = RetryPolicy(attempts: 4, backoff: Backoff(first: .seconds(1), jitter: .none))

    /// Runs something on a clock that is moved whenever somebody sleeps, and says how much time went by.
    private static func fastForward<Value: Sendable>(
        _ clock: ManualClock,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    if clock.sleeperCount > 0 { clock.advance(by: .milliseconds(500)) } else { await Task.yield() }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    @Test func triesUntilItSucceedsAndTellsOfEachFailure() async throws {
        let clock = ManualClock()
        let heard = Mutex<[RetryAttempt.Outcome]>([])
        let attempts = try await Self.fastForward(clock) {
            try await Self.plain.retrying(
                clock: clock,
                onFailure: { attempt in heard.withLock { $0.append(attempt.outcome) } },
                verdict: { _ in .retry }
            ) { attempt in
                if attempt < 3 { throw Fault(number: attempt) }
                return attempt
            }
        }
        #expect(attempts == 3)
        #expect(heard.withLock { $0 } == [.willRetry(after: .seconds(1)), .willRetry(after: .seconds(2))])
        #expect(clock.now.sinceStart == .seconds(3))
    }

    @Test func throwsTheLastFailureWhenAttemptsAreUsedUp() async throws {
        let clock = ManualClock()
        let error = await #expect(throws: Fault.self) {
            try await Self.fastForward(clock) {
                try await Self.plain.retrying(clock: clock, verdict: { _ in .retry }) { throw Fault(number: $0) }
            }
        }
        #expect(error == Fault(number: 4))
    }

    @Test func givesUpWhenTheVerdictSaysSo() async throws {
        let error = await #expect(throws: Fault.self) {
            try await Self.plain.retrying(clock: ManualClock(), verdict: { _ in .giveUp }) { throw Fault(number: $0) }
        }
        #expect(error == Fault(number: 1))
    }

    @Test func waitsAsLongAsTheServerSaysButNotForEver() {
        var generator = SeededGenerator(seed: 1)
        let policy = RetryPolicy(
            backoff: Backoff(first: .seconds(1), cap: .seconds(1)),
            longestRetryAfter: .seconds(30)
        )
        for _ in 0..<100 {
            let asked = policy.wait(afterFailure: 1, verdict: .retryAfter(.seconds(20)), using: &generator)
            #expect(asked.map { (.seconds(20)...(.seconds(21))).contains($0) } == true)
            let long = policy.wait(afterFailure: 1, verdict: .retryAfter(.seconds(86_400)), using: &generator)
            #expect(long.map { (.seconds(30)...(.seconds(31))).contains($0) } == true)
            let past = policy.wait(afterFailure: 1, verdict: .retryAfter(.seconds(-5)), using: &generator)
            #expect(past.map { (.zero...(.seconds(1))).contains($0) } == true)
        }
    }

    @Test func startsNoWaitThatWouldEndTooLate() {
        var generator = SeededGenerator(seed: 1)
        var policy = Self.plain
        policy.totalTime = .seconds(10)
        #expect(policy.wait(afterFailure: 1, verdict: .retry, elapsed: .seconds(9), using: &generator) == .seconds(1))
        #expect(policy.wait(afterFailure: 2, verdict: .retry, elapsed: .seconds(9), using: &generator) == nil)
    }

    @Test func cancellationEndsTheWaitAtOnce() async throws {
        let clock = ManualClock()
        let task = Task {
            try await Self.plain.retrying(clock: clock, verdict: { _ in .retry }) { throw Fault(number: $0) }
        }
        await clock.waitForSleepers(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func aCancelledAttemptIsNotRepeated() async throws {
        let attempts = Mutex(0)
        await #expect(throws: CancellationError.self) {
            try await Self.plain.retrying(clock: ManualClock(), verdict: { _ in .retry }) { _ in
                attempts.withLock { $0 += 1 }
                throw CancellationError()
            }
        }
        #expect(attempts.withLock { $0 } == 1)
    }

    @Test func aFailingDependencySeesNoMoreThanTheBudget() async throws {
        let budget = RetryBudget(share: 0.1, capacity: 10)
        let attempts = Mutex(0)
        let policy = RetryPolicy(attempts: 5, backoff: Backoff(first: .zero))
        for _ in 0..<1_000 {
            await #expect(throws: Fault.self) {
                try await policy.retrying(budget: budget, clock: ManualClock(), verdict: { _ in .retry }) { _ in
                    attempts.withLock { $0 += 1 }
                    throw Fault()
                }
            }
        }
        // A thousand requests, their tenth, and what the bucket held at first.
        #expect(attempts.withLock { $0 } <= 1_110)
        #expect(attempts.withLock { $0 } >= 1_100)
        #expect(budget.available == 0)
    }

    @Test func saysWhenTheBudgetIsSpent() async throws {
        let heard = Mutex<[RetryAttempt.Outcome]>([])
        await #expect(throws: Fault.self) {
            try await Self.plain.retrying(
                budget: RetryBudget(share: 0, capacity: 0),
                clock: ManualClock(),
                onFailure: { attempt in heard.withLock { $0.append(attempt.outcome) } },
                verdict: { _ in .retry }
            ) { _ in throw Fault() }
        }
        #expect(heard.withLock { $0 } == [.budgetSpent])
    }

    @Test(arguments: UInt64(1)...20) func theBudgetAgreesWithANaiveModel(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 0...20, using: &generator)
        let budget = RetryBudget(share: 0.25, capacity: capacity)
        var tokens = Double(capacity)
        for _ in 0..<2_000 {
            if Bool.random(using: &generator) {
                budget.noteRequest()
                tokens = min(tokens + 0.25, Double(capacity))
            } else {
                let expected = tokens >= 1
                if expected { tokens -= 1 }
                verify(budget.takeRetry() == expected)
            }
        }
    }
}
