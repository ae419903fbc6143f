// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What goes on beside the request that began it: calls made through the REST API, callbacks after a call.
///
/// The only unstructured tasks of the simulation. A request to an API returns before the call it makes has begun, so
/// there is no scope to own them but this one, whose end is ``finish()``.
final class BackgroundWork: Sendable {
    private struct State {
        var nextID = 0
        var tasks: [Int: Task<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Begins something.
    func start(_ work: @escaping @Sendable () async -> Void) {
        self.state.withLock { state in
            state.nextID += 1
            let id = state.nextID
            // See above: owned by this type, awaited by finish().
            state.tasks[id] = Task {
                await work()
                self.remove(id)
            }
        }
    }

    private func remove(_ id: Int) {
        self.state.withLock { _ = $0.tasks.removeValue(forKey: id) }
    }

    /// Ends everything: people hang up.
    func cancel() {
        for task in self.state.withLock({ Array($0.tasks.values) }) { task.cancel() }
    }

    /// Returns when nothing goes on any more.
    func finish() async {
        while let task = self.state.withLock({ $0.tasks.values.first }) { await task.value }
    }
}
