// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One waiter and the tasks that compete to answer it. The first answer counts and cancels the others.
final class Race<Value: Sendable>: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Value, any Error>?
        var tasks: [Task<Void, Never>] = []
        var result: Result<Value, any Error>?
    }

    private let state = Mutex(State())

    func begin(_ waiter: CheckedContinuation<Value, any Error>) {
        let result = self.state.withLock { state in
            if state.result == nil { state.waiter = waiter }
            return state.result
        }
        // Cancelled before it began.
        if let result { waiter.resume(with: result) }
    }

    func add(_ task: Task<Void, Never>) {
        let isOver = self.state.withLock { state in
            if state.result == nil { state.tasks.append(task) }
            return state.result != nil
        }
        if isOver { task.cancel() }
    }

    func finish(with work: @Sendable () async throws -> Value) async {
        do { self.finish(.success(try await work())) } catch { self.finish(.failure(error)) }
    }

    func finish(_ result: Result<Value, any Error>) {
        let (waiter, tasks) = self.state.withLock { state in
            guard state.result == nil else {
                return (CheckedContinuation<Value, any Error>?.none, [Task<Void, Never>]())
            }
            state.result = result
            defer { (state.waiter, state.tasks) = (nil, []) }
            return (state.waiter, state.tasks)
        }
        waiter?.resume(with: result)
        for task in tasks { task.cancel() }
    }
}
