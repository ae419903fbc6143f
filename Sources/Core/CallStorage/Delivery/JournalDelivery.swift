// SPDX-License-Identifier: Apache-2.0

package import CallCore
package import Logging
package import Resilience
import Synchronization

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Delivers what a server's journal holds to the store that it shares with others: in order, in batches, every event
/// once, for as long as it takes.
///
/// Whatever the shared store does, nobody waits for it: calls write to the journal. An event is delivered when the store
/// has answered for it; what had an unknown outcome is sent again, and the store knows it by its id. See
/// ``DeliveryMachine`` for what is decided when.
///
/// ```swift
/// let delivery = JournalDelivery(outbox: journal, store: postgres, breaker: breaker, logger: logger)
/// async let running: Void = delivery.run()
/// delivery.notify()
/// let left = await delivery.drain(within: .seconds(10))
/// ```
package final class JournalDelivery: Sendable {
    /// Bounds, all of them settings.
    package struct Configuration: Sendable {
        /// What is decided by.
        package var limits = DeliveryLimits()
        /// How long one batch may take. What hangs longer counts as failed and is sent again.
        package var attemptDeadline = Duration.seconds(20)
        /// How long a sign of life may take.
        package var probeDeadline = Duration.seconds(2)
        /// How often the journal is asked for figures.
        package var figures = Duration.seconds(1)
        /// How often delivered calls are trimmed from the journal.
        package var trimming = Duration.seconds(300)
        /// How long calls that are over and delivered are kept in the journal after their last event.
        package var keeping = Duration.seconds(3_600)
        /// Beyond this size of the journal, in bytes, they go earlier.
        package var journalBytes = 1 << 30
        /// How often a drain looks whether all is delivered.
        package var drainPolling = Duration.milliseconds(50)

        /// The defaults.
        package init() {}
    }

    /// How delivering is doing, for health and metrics.
    package struct Status: Sendable, Hashable {
        /// Events that wait, without those set aside; as of a second ago.
        package var backlog = 0
        /// When the oldest of them happened.
        package var oldest: Date?
        /// Events of the batch under way.
        package var inFlight = 0
        /// Failures in a row; 0 while all is well.
        package var failures = 0
        /// What is wrong, in one sentence; `nil` while all is well.
        package var lastError: String?
        /// Since when it is.
        package var failingSince: Date?
        /// Events set aside.
        package var aside = 0
        /// The size of the journal, in bytes.
        package var journalBytes = 0
        /// Events delivered since the start.
        package var delivered = 0
        /// Events delivered per second, over the last ten.
        package var rowsPerSecond = 0.0
        /// Whether the shared store is asked for anything.
        package var breaker = CircuitState.closed
    }

    struct State {
        var hasRun = false
        var status = Status()
        var rate = DeliveryRate()
        /// The breaker was opened here, so it is closed here.
        var hasOpenedBreaker = false
    }

    /// The shared store's technology, for its spans.
    let name: String
    let outbox: any EventOutbox
    let store: any CallStore
    let breaker: CircuitBreaker
    let configuration: Configuration
    let clock: any Clock<Duration>
    let wallClock: @Sendable () -> Date
    let metrics: DeliveryMetrics
    /// Makes the spans of batches; `nil` while tracing is off.
    let tracer: CallTracer?
    let logger: Logger
    let bell = DeliveryBell()
    let gate = DeliveryGate()
    let state = Mutex(State())
    let random: Mutex<any RandomNumberGenerator & Sendable>
    let elapsed: @Sendable () -> Duration

    /// Creates a delivery; nothing happens until ``run()``.
    ///
    /// `name` is the shared store's technology. The breaker is the one that ``SharedReader`` asks: it is opened as soon as the store gives no sign of life.
    package init(
        name: String = "shared",
        outbox: any EventOutbox,
        store: any CallStore,
        breaker: CircuitBreaker,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        metrics: DeliveryMetrics = DeliveryMetrics(),
        tracer: CallTracer? = CallTracer(),
        logger: Logger
    ) {
        self.name = name
        self.outbox = outbox
        self.store = store
        self.breaker = breaker
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.random = Mutex(random)
        self.metrics = metrics
        self.tracer = tracer
        self.logger = logger
        self.elapsed = Self.timer(clock)
    }

    /// How it is doing; from memory.
    package var status: Status {
        let now = self.elapsed()
        var status = self.state.withLock { state in
            state.status.rowsPerSecond = state.rate.perSecond(at: now)
            return state.status
        }
        status.breaker = self.breaker.snapshot.state
        return status
    }

    /// How the shared store is doing, in the words of health. `name` is its technology.
    package func sharedStoreStatus(named name: String) -> SharedStoreStatus {
        let status = self.status
        return SharedStoreStatus(
            name: name,
            state: status.failures == 0 ? .ok : .failing,
            backlog: status.backlog,
            oldest: status.oldest.map { .seconds(max(0, self.wallClock().timeIntervalSince($0))) },
            aside: status.aside
        )
    }

    /// Says that the journal has new events. Cheap, from anywhere.
    package func notify() { self.bell.ring(.work) }

    /// Delivers until the task is cancelled. Called once.
    package func run() async {
        let isFirst = self.state.withLock { state in
            defer { state.hasRun = true }
            return !state.hasRun
        }
        precondition(isFirst, "JournalDelivery.run called twice")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.deliver() }
            group.addTask { await self.keepHouse() }
        }
    }

    /// Delivers what is there without waiting for more, for a shutdown; ``run()`` has to be running. Returns how many
    /// events are left when all are delivered or the time is up: they stay in the journal.
    package func drain(within limit: Duration) async -> Int {
        await self.wait(within: limit) { $0.events == 0 }
        return self.state.withLock { $0.status.backlog }
    }

    /// Delivers what happened until now, as ``drain(within:)`` does, whatever comes meanwhile. Gives up without a word
    /// when the time is up.
    package func flush(within limit: Duration) async {
        let now = self.wallClock()
        await self.wait(within: limit) { $0.events == 0 || $0.oldest.map { $0 > now } ?? true }
    }

    private func wait(within limit: Duration, until isEnough: (OutboxBacklog) -> Bool) async {
        let end = self.elapsed() + limit
        self.bell.ring(.hurry)
        while !Task.isCancelled {
            if let backlog = await self.readFigures(), isEnough(backlog) { return }
            let left = end - self.elapsed()
            guard left > .zero else { return }
            // Cancelled: the loop ends.
            try? await self.clock.sleep(for: min(self.configuration.drainPolling, left))
        }
    }

    /// Does something, e.g. erases, while nothing is under delivery; what was read before is read again after.
    package func interrupting<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        try await self.gate.interrupting(work)
    }

    private static func timer(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
