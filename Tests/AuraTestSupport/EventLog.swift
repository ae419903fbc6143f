// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Takes down what happens, and lets a test wait until enough has.
public final class EventLog<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var waiters: [(isEnough: @Sendable ([Event]) -> Bool, continuation: CheckedContinuation<[Event], Never>)] = []
    }

    private let state = Mutex(State())

    /// An empty log.
    public init() {}

    /// All so far.
    public var events: [Event] { self.state.withLock { $0.events } }

    /// Takes an event down.
    public func add(_ event: Event) {
        let (events, ready) = self.state.withLock { state in
            state.events.append(event)
            let events = state.events
            let ready = state.waiters.filter { $0.isEnough(events) }
            state.waiters.removeAll { $0.isEnough(events) }
            return (events, ready.map(\.continuation))
        }
        for continuation in ready { continuation.resume(returning: events) }
    }

    /// Waits for as long as it takes; tests that wait have a time limit.
    @discardableResult
    @concurrent
    public func wait(until isEnough: @escaping @Sendable ([Event]) -> Bool) async -> [Event] {
        await withCheckedContinuation { continuation in
            let events = self.state.withLock { state -> [Event]? in
                if isEnough(state.events) { return state.events }
                state.waiters.append((isEnough, continuation))
                return nil
            }
            if let events { continuation.resume(returning: events) }
        }
    }
}
