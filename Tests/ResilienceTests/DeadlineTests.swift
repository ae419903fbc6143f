// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeadlineTests {
    private let clock = ManualClock()

    /// Work that ends when it is told, and does not react to cancellation.
    private final class Deaf: Sendable {
        private let gate = AsyncStream.makeStream(of: Void.self)
        let isDone = Mutex(false)

        func letGo() { self.gate.continuation.finish() }

        func run() async {
            // A task of its own, which nobody cancels.
            let stream = self.gate.stream
            await Task { for await _ in stream {} }.value
            self.isDone.withLock { $0 = true }
        }
    }

    @Test func givesTheValueOfWorkThatIsInTime() async throws {
        let deadline = Deadline(after: .seconds(5), clock: self.clock)
        #expect(try await deadline.run { 7 } == 7)
        await #expect(throws: Fault.self) { try await deadline.run { throw Fault() } }
        // Nobody is left who waits for the limit.
        while self.clock.sleeperCount > 0 { await Task.yield() }
    }

    @Test func returnsAtTheLimitEvenIfTheWorkIsDeaf() async throws {
        let work = Deaf()
        let deadline = Deadline(after: .seconds(5), clock: self.clock)
        let result = Task { try await deadline.run { await work.run() } }
        await self.clock.waitForSleepers(1)
        self.clock.advance(by: .seconds(5))
        let error = await #expect(throws: ResilienceError.self) { try await result.value }
        #expect(error?.code == .deadlineExceeded)
        #expect(work.isDone.withLock { $0 } == false)
        work.letGo()
    }

    @Test func cancelsTheWorkAtTheLimit() async throws {
        let clock = self.clock
        let cancelled = AsyncStream.makeStream(of: Void.self)
        let deadline = Deadline(after: .seconds(5), clock: clock)
        let result = Task {
            try await deadline.run {
                do {
                    try await clock.sleep(for: .seconds(100))
                } catch {
                    cancelled.continuation.finish()
                    throw error
                }
            }
        }
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(5))
        await #expect(throws: ResilienceError.self) { try await result.value }
        for await _ in cancelled.stream {}
    }

    @Test func theCallersCancellationEndsItAtOnce() async throws {
        let work = Deaf()
        let clock = self.clock
        let task = Task { try await Deadline(after: .seconds(5), clock: clock).run { await work.run() } }
        await clock.waitForSleepers(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        work.letGo()
    }

    @Test func isSharedByOneStepAfterTheOther() async throws {
        let deadline = Deadline(after: .seconds(5), clock: self.clock)
        self.clock.advance(by: .seconds(3))
        #expect(deadline.remaining == .seconds(2))
        #expect(!deadline.isPast)
        self.clock.advance(by: .seconds(3))
        #expect(deadline.remaining == .zero)
        #expect(deadline.isPast)
        let begun = Mutex(false)
        await #expect(throws: ResilienceError.self) { try await deadline.run { begun.withLock { $0 = true } } }
        #expect(begun.withLock { $0 } == false)
    }

    @Test func aHundredRacesHaveOneWinnerEach() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task { try await Deadline(after: .nanoseconds(number * 1_000)).run { number } }
                    if number % 3 == 0 { task.cancel() }
                    switch await task.result {
                    case .success(let value): #expect(value == number)
                    case .failure(let error as ResilienceError): #expect(error.code == .deadlineExceeded)
                    case .failure(let error): #expect(error is CancellationError)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
