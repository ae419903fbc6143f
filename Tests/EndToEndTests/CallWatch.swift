// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Synchronization

/// What simulated calls report while they run; a test can wait for a moment of a call and act in it.
final class CallWatch: Sendable {
    private struct State {
        var events: [SimulatedCallEvent] = []
        var waiters: [UUID: Waiter] = [:]
    }

    private struct Waiter {
        let isReached: @Sendable ([SimulatedCallEvent]) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    /// Everything so far, in order.
    var events: [SimulatedCallEvent] { self.state.withLock(\.events) }

    /// Documents that have arrived so far.
    var documents: [DocumentReport] {
        self.events.compactMap { if case .document(let document) = $0 { document } else { nil } }
    }

    /// Takes an event; give it to `SimulatedTwilio.place(_:report:)`.
    @Sendable func take(_ event: SimulatedCallEvent) {
        let ready = self.state.withLock { state in
            state.events.append(event)
            let ready = state.waiters.filter { $0.value.isReached(state.events) }
            for key in ready.keys { state.waiters[key] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// Waits for a moment, such as the second stream.
    func wait(until isReached: @escaping @Sendable ([SimulatedCallEvent]) -> Bool) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isNow = self.state.withLock { state in
                if isReached(state.events) { return true }
                state.waiters[UUID()] = Waiter(isReached: isReached, continuation: continuation)
                return false
            }
            if isNow { continuation.resume() }
        }
    }

    /// Waits until so many streams have begun.
    func streams(_ count: Int = 1) async {
        await self.wait { events in
            events.count { if case .streamStarted = $0 { true } else { false } } >= count
        }
    }

    /// Waits until so many documents have arrived.
    func documents(_ count: Int) async {
        await self.wait { events in
            events.count { if case .document = $0 { true } else { false } } >= count
        }
    }

    /// Waits until so many streams are over.
    func streamEnds(_ count: Int = 1) async {
        await self.wait { events in
            events.count { if case .streamEnded = $0 { true } else { false } } >= count
        }
    }
}
