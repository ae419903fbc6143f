// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Wakes one waiting task. A ring that nobody waits for is kept for the next who does; many rings are one.
final class DeliveryBell: Sendable {
    /// Why it rings.
    struct Ring: OptionSet, Sendable {
        let rawValue: Int

        /// There are new events.
        static let work = Ring(rawValue: 1)
        /// What is there is wanted delivered now.
        static let hurry = Ring(rawValue: 2)
    }

    private struct State {
        var pending: Ring = []
        var waiter: (wanted: Ring, continuation: CheckedContinuation<Ring, Never>)?

        mutating func take(_ wanted: Ring) -> Ring? {
            let rings = self.pending.intersection(wanted)
            guard !rings.isEmpty else { return nil }
            self.pending.subtract(rings)
            return rings
        }
    }

    private let state = Mutex(State())

    /// Rings; cheap, from anywhere.
    func ring(_ ring: Ring) {
        let answer = self.state.withLock { state -> (CheckedContinuation<Ring, Never>, Ring)? in
            state.pending.formUnion(ring)
            guard let waiter = state.waiter, let rings = state.take(waiter.wanted) else { return nil }
            state.waiter = nil
            return (waiter.continuation, rings)
        }
        if let (continuation, rings) = answer { continuation.resume(returning: rings) }
    }

    /// Waits for a ring, at most so long; nothing when the time is up or the task is cancelled. One task at a time.
    func wait(for wanted: Ring, atMost limit: Duration, on clock: any Clock<Duration>) async -> Ring {
        await withTaskGroup(of: Ring.self) { group in
            group.addTask { await self.wait(for: wanted) }
            group.addTask {
                // Cancelled when it rang in time.
                try? await clock.sleep(for: limit)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            // It may have rung in the very moment in which the time was up.
            return await group.reduce(into: first) { $0.formUnion($1) }
        }
    }

    private func wait(for wanted: Ring) async -> Ring {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let rings = self.state.withLock { state -> Ring? in
                    if let rings = state.take(wanted) { return rings }
                    // Cancelled before it began: the handler found nobody.
                    if Task.isCancelled { return [] }
                    precondition(state.waiter == nil, "two tasks wait at one delivery bell")
                    state.waiter = (wanted, continuation)
                    return nil
                }
                if let rings { continuation.resume(returning: rings) }
            }
        } onCancel: {
            let waiter = self.state.withLock { $0.waiter.take() }
            waiter?.continuation.resume(returning: [])
        }
    }
}
