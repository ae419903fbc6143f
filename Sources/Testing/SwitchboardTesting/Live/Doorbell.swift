// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Wakes whoever waits for something to happen to a call: an order of the REST API, another leg that left, a new
/// listener.
///
/// Nothing is lost between a look and a wait: who waits says how many rings he knows of.
final class Doorbell: Sendable {
    private struct State {
        var rings = 0
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// How often it rang so far.
    var rings: Int { self.state.withLock { $0.rings } }

    /// Wakes everybody.
    func ring() {
        let waiting = self.state.withLock { state in
            state.rings += 1
            defer { state.waiting.removeAll() }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns as soon as it rang more often than that, or when the task is cancelled.
    func wait(after rings: Int) async {
        let id = self.state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that came after the ring has left its note behind.
        defer { self.state.withLock { _ = $0.cancelled.remove(id) } }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = self.state.withLock { state in
                    if state.rings > rings || state.cancelled.contains(id) { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let continuation = self.state.withLock { state in
                state.cancelled.insert(id)
                return state.waiting.removeValue(forKey: id)
            }
            continuation?.resume()
        }
    }
}
