// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Synchronization

/// Remembers the latest events and wakes those who watch. Each reads at its own pace; a slow one loses events, is told so,
/// and delays nobody.
final class LiveEventHub: Sendable {
    /// Events that may wait for the hub, which only remembers them.
    private static let waiting = 8_192

    private struct State {
        var ring: LiveEventRing
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextReader = 0
        var lost = 0
        var heartbeats = 0
        var isFinished = false
    }

    /// A place among those who watch; it is free again when nobody holds it any more.
    final class Reader: Sendable {
        /// Something may have come, a heartbeat is due; ends when watching does.
        let signals: AsyncStream<Void>
        private let hub: LiveEventHub
        private let number: Int

        fileprivate init(_ hub: LiveEventHub, _ number: Int, _ signals: AsyncStream<Void>) {
            self.hub = hub
            self.number = number
            self.signals = signals
        }

        /// The reader is gone.
        func close() {
            self.hub.close(self.number)
        }

        deinit {
            self.close()
        }
    }

    /// Names this process in the places that readers send back.
    let process: String
    let limits: LiveEventLimits
    let metrics: GatewayMetrics
    private let journal: CallJournal
    private let clock: any Clock<Duration>
    private let state: Mutex<State>

    init(
        _ journal: CallJournal,
        limits: LiveEventLimits,
        metrics: GatewayMetrics = GatewayMetrics(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.process = String(UInt64.random(in: .min ... .max), radix: 16)
        self.limits = limits
        self.metrics = metrics
        self.journal = journal
        self.clock = clock
        self.state = Mutex(State(ring: LiveEventRing(limits)))
        self.metrics.liveReaders.record(0)
    }

    /// All events from now on, for ``run(_:)``.
    func subscribe() -> AsyncStream<StoredCallEvent> {
        self.journal.events(bufferingAtMost: Self.waiting) { self.state.withLock { $0.lost += 1 } }
    }

    /// Remembers events until the task is cancelled; watching ends with the journal at the latest.
    func run(_ events: AsyncStream<StoredCallEvent>) async {
        await withDiscardingTaskGroup { tasks in
            tasks.addTask {
                for await event in events { self.take(event) }
                self.finish()
            }
            tasks.addTask {
                while (try? await self.clock.sleep(for: self.limits.heartbeat)) != nil {
                    self.state.withLock { $0.heartbeats += 1 }
                    self.wake()
                }
            }
        }
    }

    /// How many heartbeats there were.
    var heartbeats: Int { self.state.withLock(\.heartbeats) }

    private func take(_ event: StoredCallEvent) {
        self.state.withLock { state in
            state.ring.skip(state.lost)
            state.lost = 0
            state.ring.append(event)
        }
        self.wake()
    }

    private func wake() {
        let readers = self.state.withLock { Array($0.readers.values) }
        for reader in readers { reader.yield() }
    }

    /// A place to watch from, or `nil` if all are taken or watching has ended.
    func open() -> Reader? {
        // What came in the meantime is read at once, so one signal stands for many.
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = self.state.withLock { state -> Int? in
            guard !state.isFinished, state.readers.count < self.limits.readers else { return nil }
            state.nextReader += 1
            state.readers[state.nextReader] = continuation
            self.metrics.liveReaders.record(state.readers.count)
            return state.nextReader
        }
        guard let number else {
            continuation.finish()
            return nil
        }
        return Reader(self, number, signals)
    }

    /// Where a reader begins: behind the place it sends back, or with what comes next.
    func cursor(of call: CallID?, after place: String?) -> LiveEventCursor {
        self.state.withLock { state in
            guard let place else { return LiveEventCursor(call: call, from: state.ring) }
            return LiveEventCursor(call: call, after: place, of: self.process, in: state.ring)
        }
    }

    /// What a reader is shown next.
    func take(_ cursor: inout LiveEventCursor, atMost limit: Int) -> [LiveEventCursor.Item] {
        let (next, items) = self.state.withLock { [cursor] state in
            var cursor = cursor
            let items = cursor.take(from: state.ring, atMost: limit)
            return (cursor, items)
        }
        cursor = next
        for case .gap(let missed?, _, _) in items { self.metrics.liveMissed.increment(by: missed) }
        return items
    }

    /// Ends watching, at once and for good.
    func finish() {
        let readers = self.state.withLock { state in
            state.isFinished = true
            return Array(state.readers.values)
        }
        for reader in readers { reader.finish() }
    }

    private func close(_ number: Int) {
        let reader = self.state.withLock { state in
            let reader = state.readers.removeValue(forKey: number)
            if reader != nil { self.metrics.liveReaders.record(state.readers.count) }
            return reader
        }
        reader?.finish()
    }
}
