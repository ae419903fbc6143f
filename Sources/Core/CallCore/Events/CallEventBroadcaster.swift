// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// Shows stored events to whoever wants to see them; a slow reader loses events, counted, and delays nobody.
final class CallEventBroadcaster: Sendable {
    private struct Subscriber {
        let continuation: AsyncStream<StoredCallEvent>.Continuation
        let onDrop: @Sendable () -> Void
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var nextNumber = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    /// How many want to see events now.
    var subscriberCount: Int { self.state.withLock { $0.subscribers.count } }

    /// A stream of all that is published from now on. `onDrop` is called for every event that the reader loses.
    func subscribe(
        bufferingAtMost bound: Int,
        onDrop: @escaping @Sendable () -> Void = {}
    ) -> AsyncStream<StoredCallEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StoredCallEvent.self,
            bufferingPolicy: .bufferingOldest(bound)
        )
        let number = self.state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.nextNumber += 1
            state.subscribers[state.nextNumber] = Subscriber(continuation: continuation, onDrop: onDrop)
            return state.nextNumber
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.unsubscribe(number) }
        return stream
    }

    /// Shows an event to all.
    func publish(_ event: StoredCallEvent) {
        let subscribers = self.state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers {
            guard case .dropped = subscriber.continuation.yield(event) else { continue }
            CallMetrics.process.eventsDropped.increment()
            subscriber.onDrop()
        }
    }

    /// Ends all streams.
    func finish() {
        let subscribers = self.state.withLock { state in
            state.isFinished = true
            defer { state.subscribers = [:] }
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.continuation.finish() }
    }

    private func unsubscribe(_ number: Int) {
        self.state.withLock { $0.subscribers[number] = nil }
    }
}
