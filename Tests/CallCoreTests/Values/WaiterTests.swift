// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct WaiterTests {
    @Test func givesTheResultThatWasThereFirst() async throws {
        let waiter = Waiter<Int>()
        waiter.settle(.success(1))
        waiter.settle(.success(2))
        #expect(try await waiter.value() == 1)
        waiter.settle(.success(3))
    }

    @Test func waitsNoLongerWhenItIsCancelled() async {
        let waiter = Waiter<Int>()
        let task = Task { try await waiter.value() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        waiter.settle(.success(1))
    }

    @Test func settlesExactlyOnceInEveryRace() async {
        for _ in 0..<500 {
            let waiter = Waiter<Int>()
            let task = Task { try await waiter.value() }
            async let settling: Void = { waiter.settle(.success(1)) }()
            task.cancel()
            await settling
            let result = await task.result
            switch result {
            case .success(let value): #expect(value == 1)
            case .failure(let error): #expect(error is CancellationError)
            }
        }
    }
}
