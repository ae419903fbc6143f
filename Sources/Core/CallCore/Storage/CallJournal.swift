// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import DequeModule
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The order of everything that happens in all calls, made durable before it is shown.
///
/// Events are queued at once and from anywhere; ``run()`` stores them in groups (one transaction for all that came while
/// the last one was written), then shows them to the subscribers of ``events(bufferingAtMost:)``. A store that fails is
/// tried again for as long as the journal runs; calls go on meanwhile.
///
/// ```swift
/// let journal = CallJournal(store: store, logger: logger)
/// async let running: Void = journal.run()
/// let stored = try await journal.append(journal.event(.received(info), in: info.id))
/// ```
public final class CallJournal: Sendable {
    /// Bounds of the journal.
    public struct Configuration: Sendable {
        /// Events that may wait for the store; further ones are refused and counted.
        public var capacity = 20_000
        /// Events in one transaction.
        public var batch = 500
        /// How long the next group may gather when the one before it was busy, so that many calls at once share a
        /// transaction; an event that comes alone never waits.
        public var gathering = Duration.zero
        /// The first wait after a failure; doubles up to ``longestWait``, each with full jitter.
        public var firstWait = Duration.milliseconds(50)
        /// The longest wait between two attempts.
        public var longestWait = Duration.seconds(5)

        /// The defaults.
        public init() {}
    }

    /// How the journal is doing, for health.
    public struct Status: Sendable, Hashable {
        /// Events that are not stored yet.
        public var waiting: Int
        /// Attempts that failed in a row; 0 while all is well.
        public var failures: Int
        /// The last failure, in one sentence.
        public var lastError: String?
        /// Events refused because the queue was full.
        public var refused: Int
        /// Events the store will never take.
        public var rejected: Int
    }

    /// Called once with the event as stored, or with the reason why it never will be.
    public typealias Completion = @Sendable (Result<StoredCallEvent, StoreError>) -> Void

    struct Entry {
        let event: CallEvent
        let completion: Completion?
    }

    struct Flush {
        /// Over when so many events are settled.
        let target: Int
        let waiter: Waiter<Void>
    }

    struct State {
        var queue: Deque<Entry> = []
        /// Events taken into the queue, and events of them that are stored or never will be.
        var accepted = 0
        var settled = 0
        var waker: CheckedContinuation<Void, Never>?
        var flushes: [Flush] = []
        var failures = 0
        var lastError: String?
        var refused = 0
        var rejected = 0
        var hasRun = false
        /// The task is cancelled: no more waiting.
        var isStopping = false
        /// Nothing is stored any more.
        var hasStopped = false
    }

    /// The store behind it.
    public let store: any CallStore
    /// Where to ask about calls: the store behind it, or a view that other servers' calls are in as well.
    public let reader: any CallReading
    let configuration: Configuration
    let clock: any Clock<Duration>
    let wallClock: @Sendable () -> Date
    let logger: Logger
    let state = Mutex(State())
    let broadcaster = CallEventBroadcaster()
    /// The stamps, and whether another server's clock was complained about.
    let stamps = Mutex((value: EventStamps(), hasComplained: false))
    let randomness: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates a journal; nothing is stored until ``run()``.
    ///
    /// - Parameters:
    ///   - store: where events end up.
    ///   - reader: where to ask about calls; `nil` for the store.
    ///   - configuration: the bounds.
    ///   - clock: times the waits between attempts.
    ///   - wallClock: stamps events.
    ///   - randomness: makes event names and jitter.
    ///   - logger: says once that the store fails and once that it works again.
    public init(
        store: any CallStore,
        reader: (any CallReading)? = nil,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.store = store
        self.reader = reader ?? store
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.randomness = Mutex(randomness)
        self.logger = logger
    }

    /// The wall clock's time. Events are stamped with it, but never go back: ``event(_:in:)``.
    public var now: Date { self.wallClock() }

    /// How the journal is doing.
    public var status: Status {
        self.state.withLock {
            Status(
                waiting: $0.accepted - $0.settled,
                failures: $0.failures,
                lastError: $0.lastError,
                refused: $0.refused,
                rejected: $0.rejected
            )
        }
    }

    /// Queues an event, its texts cleaned; returns at once.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - completion: called exactly once: on the journal's task when the event is stored or never will be, or at once
    ///     when it is refused because the queue is full or the journal has ended. Keep it short.
    public func enqueue(_ event: CallEvent, completion: Completion? = nil) {
        let event = event.cleaned()
        var waker: CheckedContinuation<Void, Never>?
        let refusal = self.state.withLock { state -> String? in
            if state.hasStopped || state.queue.count >= self.configuration.capacity {
                state.refused += 1
                return state.hasStopped ? "The journal has ended." : "The journal is full; the store has not kept up."
            }
            state.queue.append(Entry(event: event, completion: completion))
            state.accepted += 1
            waker = state.waker.take()
            return nil
        }
        waker?.resume()
        guard let refusal else { return }
        CallMetrics.process.journalRefused.increment()
        completion?(.failure(StoreError(.unavailable, refusal)))
    }

    /// Queues an event and waits until it is stored.
    ///
    /// - Parameter event: what happened.
    /// - Returns: the event as stored.
    /// - Throws: ``StoreError`` when it never will be; `CancellationError` when the waiting task is cancelled, the event
    ///   stays queued.
    public func append(_ event: CallEvent) async throws -> StoredCallEvent {
        let waiter = Waiter<StoredCallEvent>()
        self.enqueue(event) { waiter.settle($0.mapError { $0 }) }
        return try await waiter.value()
    }

    /// Events as they are stored, from now on.
    ///
    /// - Parameters:
    ///   - bound: events kept for a slow reader; further ones are dropped and counted.
    ///   - onDrop: called for each of these, on the journal's task. Keep it short.
    /// - Returns: a sequence that ends when the journal does.
    public func events(
        bufferingAtMost bound: Int = 1024,
        onDrop: @escaping @Sendable () -> Void = {}
    ) -> AsyncStream<StoredCallEvent> {
        self.broadcaster.subscribe(bufferingAtMost: bound, onDrop: onDrop)
    }

    /// Waits until everything that was queued before is stored or never will be; a cancelled task waits no longer.
    public func flush() async {
        let waiter = Waiter<Void>()
        self.state.withLock { state in
            guard state.settled < state.accepted else { return waiter.settle(.success(())) }
            state.flushes.append(Flush(target: state.accepted, waiter: waiter))
        }
        // Only a cancellation ends it otherwise.
        try? await waiter.value()
        self.state.withLock { $0.flushes.removeAll { $0.waiter === waiter } }
    }
}
