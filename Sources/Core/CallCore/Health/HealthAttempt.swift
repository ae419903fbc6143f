// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One look at a dependency, which goes on for as long as it likes and is waited for as long as somebody wants.
final class HealthAttempt: Sendable {
    typealias Finding = Result<HealthFinding, any Error>

    private struct State {
        var finding: Finding?
        var waiter: Waiter<Finding>?
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Begins to look.
    init(_ look: @escaping @Sendable () async throws -> HealthFinding) {
        // Unstructured, because a task group waits for its children, and whoever hangs must not hold anybody up.
        let task = Task {
            do { self.ended(.success(try await look())) } catch { self.ended(.failure(error)) }
        }
        self.state.withLock { $0.task = task }
    }

    /// What was found, or `nil` if that is not known after `limit`, or when the task is cancelled. One task asks at a
    /// time.
    func finding(within limit: Duration, _ clock: any Clock<Duration>) async -> Finding? {
        let waiter = Waiter<Finding>()
        let finding = self.state.withLock { state in
            if state.finding == nil { state.waiter = waiter }
            return state.finding
        }
        if let finding { return finding }
        return await withTaskGroup(of: Finding?.self) { group in
            group.addTask { try? await waiter.value() }
            group.addTask {
                // Cancelled: there is a finding, or nobody waits any more.
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Nobody needs it any more; it ends when it likes.
    func cancel() {
        self.state.withLock(\.task)?.cancel()
    }

    private func ended(_ finding: Finding) {
        let waiter = self.state.withLock { state in
            state.finding = finding
            return state.waiter.take()
        }
        waiter?.settle(.success(finding))
    }
}
