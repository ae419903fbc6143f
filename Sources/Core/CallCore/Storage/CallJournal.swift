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

    private struct Entry {
        let event: CallEvent
        let completion: Completion?
    }

    private struct State {
        var queue: Deque<Entry> = []
        var inFlight = 0
        var waker: CheckedContinuation<Void, Never>?
        var flushes: [CheckedContinuation<Void, Never>] = []
        var failures = 0
        var lastError: String?
        var refused = 0
        var rejected = 0
        var isStopping = false
    }

    /// The store behind it, for reading.
    public let store: any CallStore
    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())
    private let broadcaster = CallEventBroadcaster()
    private let randomness: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates a journal; nothing is stored until ``run()``.
    ///
    /// - Parameters:
    ///   - store: where events end up.
    ///   - configuration: the bounds.
    ///   - clock: times the waits between attempts.
    ///   - wallClock: stamps events.
    ///   - randomness: makes event names and jitter.
    ///   - logger: says once that the store fails and once that it works again.
    public init(
        store: any CallStore,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.store = store
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.randomness = Mutex(randomness)
        self.logger = logger
    }

    /// The wall clock's time, as events are stamped.
    public var now: Date { self.wallClock() }

    /// How the journal is doing.
    public var status: Status {
        self.state.withLock {
            Status(
                waiting: $0.queue.count + $0.inFlight,
                failures: $0.failures,
                lastError: $0.lastError,
                refused: $0.refused,
                rejected: $0.rejected
            )
        }
    }

    /// Makes an event that happens now.
    public func event(_ kind: CallEvent.Kind, in call: CallID) -> CallEvent {
        let time = self.wallClock()
        let milliseconds = UInt64(max(time.timeIntervalSince1970 * 1000, 0))
        let id = self.randomness.withLock { EventID(milliseconds: milliseconds, using: &$0) }
        return CallEvent(id: id, call: call, time: time, kind: kind)
    }

    /// Queues an event; returns at once.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - completion: called on the journal's task when the event is stored or never will be; keep it short.
    public func enqueue(_ event: CallEvent, completion: Completion? = nil) {
        let outcome = self.state.withLock { state -> (accepted: Bool, waker: CheckedContinuation<Void, Never>?) in
            guard state.queue.count < self.configuration.capacity else {
                state.refused += 1
                return (false, nil)
            }
            state.queue.append(Entry(event: event, completion: completion))
            defer { state.waker = nil }
            return (true, state.waker)
        }
        outcome.waker?.resume()
        if !outcome.accepted {
            CallMetrics.journalRefused.increment()
            completion?(.failure(StoreError(.unavailable, "The journal is full; the store has not kept up.")))
        }
    }

    /// Queues an event and waits until it is stored.
    ///
    /// - Parameter event: what happened.
    /// - Returns: the event as stored.
    /// - Throws: ``StoreError`` when it never will be.
    public func append(_ event: CallEvent) async throws -> StoredCallEvent {
        try await withCheckedThrowingContinuation { continuation in
            self.enqueue(event) { continuation.resume(with: $0) }
        }
    }

    /// Events as they are stored, from now on.
    ///
    /// - Parameter bound: events kept for a slow reader; further ones are dropped and counted.
    /// - Returns: a sequence that ends when the journal does.
    public func events(bufferingAtMost bound: Int = 1024) -> AsyncStream<StoredCallEvent> {
        self.broadcaster.subscribe(bufferingAtMost: bound)
    }

    /// Waits until everything that was queued before is stored or refused.
    public func flush() async {
        await withCheckedContinuation { continuation in
            let isIdle = self.state.withLock { state in
                if state.queue.isEmpty, state.inFlight == 0 { return true }
                state.flushes.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
    }
}

// MARK: - Storing

extension CallJournal {
    /// Stores what is queued until the task is cancelled; then makes one last attempt and returns.
    public func run() async {
        while !Task.isCancelled {
            let batch = self.takeBatch()
            if batch.isEmpty { await self.waitForWork() } else { await self.store(batch) }
        }
        await self.storeTheRest()
        self.broadcaster.finish()
    }

    private func takeBatch() -> [Entry] {
        self.state.withLock { state in
            let count = min(state.queue.count, self.configuration.batch)
            let batch = Array(state.queue.prefix(count))
            state.queue.removeFirst(count)
            state.inFlight = count
            return batch
        }
    }

    private func waitForWork() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wakeNow = self.state.withLock { state in
                    guard state.queue.isEmpty, !state.isStopping else { return true }
                    state.waker = continuation
                    return false
                }
                if wakeNow { continuation.resume() }
            }
        } onCancel: {
            let waker = self.state.withLock { state in
                state.isStopping = true
                defer { state.waker = nil }
                return state.waker
            }
            waker?.resume()
        }
    }

    /// Stores a group; again and again while the store is away, one by one when it will not have the group.
    private func store(_ batch: [Entry]) async {
        var wait = self.configuration.firstWait
        while true {
            do {
                let stored = try await self.store.append(batch.map(\.event))
                return self.succeeded(batch, stored)
            } catch let error as StoreError where error.code == .rejected {
                guard batch.count > 1 else { return self.rejected(batch[0], error) }
                for entry in batch { await self.store([entry]) }
                return
            } catch {
                self.failed(error)
                let jitter = self.randomness.withLock { Double.random(in: 0...1, using: &$0) }
                guard (try? await self.clock.sleep(for: wait * jitter)) != nil else { return self.giveBack(batch) }
                wait = min(wait * 2, self.configuration.longestWait)
            }
        }
    }

    private func succeeded(_ batch: [Entry], _ stored: [StoredCallEvent]) {
        let recovered = self.state.withLock { state in
            defer {
                state.failures = 0
                state.lastError = nil
            }
            return state.failures > 0
        }
        if recovered { self.logger.notice("store works again") }
        for (entry, event) in zip(batch, stored) {
            self.broadcaster.publish(event)
            entry.completion?(.success(event))
        }
        self.settle(batch.count)
    }

    private func rejected(_ entry: Entry, _ error: StoreError) {
        self.state.withLock { $0.rejected += 1 }
        CallMetrics.journalRejected.increment()
        self.logger.error(
            "store will never take an event",
            metadata: ["call.sid": "\(entry.event.call)", "event.id": "\(entry.event.id)", "error": "\(error.message)"]
        )
        entry.completion?(.failure(error))
        self.settle(1)
    }

    private func failed(_ error: any Error) {
        let text = (error as? StoreError)?.message ?? "\(type(of: error))"
        let isFirst = self.state.withLock { state in
            state.failures += 1
            state.lastError = text
            return state.failures == 1
        }
        if isFirst { self.logger.error("store fails; calls go on, events wait", metadata: ["error": "\(text)"]) }
    }

    private func settle(_ count: Int) {
        let flushes = self.state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.inFlight -= count
            guard state.inFlight == 0, state.queue.isEmpty else { return [] }
            defer { state.flushes = [] }
            return state.flushes
        }
        for flush in flushes { flush.resume() }
    }

    private func giveBack(_ batch: [Entry]) {
        self.state.withLock { state in
            state.queue.prepend(contentsOf: batch)
            state.inFlight = 0
        }
    }

    /// Cancelled: the store gets one more attempt for each group, and whoever waits gets an answer.
    private func storeTheRest() async {
        while true {
            let batch = self.takeBatch()
            if batch.isEmpty { return }
            do {
                self.succeeded(batch, try await self.store.append(batch.map(\.event)))
            } catch {
                self.failed(error)
                let reason = StoreError(.unavailable, "The journal stopped before the store came back.", cause: error)
                self.logger.critical("events lost at shutdown", metadata: ["events": "\(batch.count)"])
                for entry in batch { entry.completion?(.failure(reason)) }
                self.settle(batch.count)
            }
        }
    }
}
