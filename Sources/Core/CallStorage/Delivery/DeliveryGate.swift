// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Synchronization

/// Lets one task at a time through, in the order of asking: delivering, and erasing what may be under delivery.
final class DeliveryGate: Sendable {
    private struct State {
        var isTaken = false
        var interruptions = 0
        var waiters: Deque<CheckedContinuation<Void, Never>> = []
    }

    private let state = Mutex(State())

    /// How often somebody else has been through: what was read before may be gone since.
    var interruptions: Int { self.state.withLock { $0.interruptions } }

    /// Does something while nobody else does; the others wait, without end, so it has to be bounded itself.
    func passing<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        await self.enter()
        defer { self.leave() }
        return try await work()
    }

    /// Does something while nothing is delivered; what was read for delivery before its end is read again.
    func interrupting<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        try await self.passing {
            // At the end, because what is read meanwhile may be gone as well.
            defer { self.state.withLock { $0.interruptions += 1 } }
            return try await work()
        }
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = self.state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next = self.state.withLock { state in
            let next = state.waiters.popFirst()
            state.isTaken = next != nil
            return next
        }
        next?.resume()
    }
}
