// SPDX-License-Identifier: Apache-2.0

import Resilience
import Synchronization
import Testing

@testable import TwilioREST

/// The bounded queue before all requests.
@Suite struct RequestGateTests {
    private final class Running: Sendable {
        let count = Mutex((now: 0, most: 0))
    }

    @Test func letsNoMoreThanItsLimitRunAtOnce() async throws {
        let gate = RequestGate(limit: 3, queueLimit: 1_000)
        let running = Running()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    try await gate.pass {
                        running.count.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        await Task.yield()
                        running.count.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.count.withLock { $0.most } <= 3)
        #expect(running.count.withLock { $0.now } == 0)
        #expect(gate.waitingCount == 0)
    }

    @Test func refusesWhenTheQueueIsFull() async throws {
        let gate = RequestGate(limit: 1, queueLimit: 0)
        try await gate.pass {
            let error = await #expect(throws: TwilioRESTError.self) { try await gate.pass {} }
            #expect(error?.code == .overloaded)
        }
        try await gate.pass {}
    }

    @Test func givesThePlaceBackAfterAFailure() async throws {
        let gate = RequestGate(limit: 1, queueLimit: 0)
        for _ in 0..<3 {
            await #expect(throws: CancellationError.self) { try await gate.pass { throw CancellationError() } }
        }
    }

    @Test func whoIsCancelledWhileWaitingLeavesTheQueue() async throws {
        let gate = RequestGate(limit: 1, queueLimit: 5)
        try await gate.pass {
            let waiter = Task { try await gate.pass {} }
            while gate.waitingCount == 0 { await Task.yield() }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            #expect(gate.waitingCount == 0)
        }
        try await gate.pass {}
    }

    @Test func survivesCancellationAtAnyMoment() async throws {
        let gate = RequestGate(limit: 2, queueLimit: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<500 {
                group.addTask {
                    let task = Task { try await gate.pass { await Task.yield() } }
                    if index.isMultiple(of: 3) { task.cancel() }
                    _ = await task.result
                }
            }
        }
        // Both places are free again.
        try await gate.pass { try await gate.pass {} }
    }
}
