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

/// What to ask about calls when servers share a store: the shared store, completed by what this server's journal has not
/// delivered yet.
///
/// What is read of one call is never older than what this server knows: events are merged by their ids, the shared
/// store's first, and folded as every store folds (``CallFold``). Lists and searches are the shared store's alone.
///
/// Nobody waits long. A store that is known to be away is not asked, one that does not answer in time is left behind, and
/// the journal answers alone: with everything that happened on this server, and without what happened on others.
///
/// While the first stream of a call runs here, nobody else can know more of the call than this server, so the journal
/// answers for it at once. Later that is not so: a call whose stream broke may have gone on elsewhere before it came back.
package struct SharedReader: CallReading {
    /// Bounds, all of them settings.
    package struct Configuration: Sendable {
        /// How long the shared store may take to answer.
        package var deadline = Duration.seconds(2)
        /// Calls that are remembered as known here completely.
        package var homeCalls = 16_384

        /// The defaults.
        package init() {}
    }

    /// How reading is doing.
    package struct Status: Sendable, Hashable {
        /// Questions that the journal answered alone because the shared store did not.
        package var answeredByJournal = 0
        /// Why the last of them was; in one sentence.
        package var lastReadFailure: String?
        /// When that was.
        package var lastReadFailureTime: Date?
    }

    /// The breaker for ``init(shared:journal:breaker:configuration:clock:wallClock:metrics:logger:)``: opens after three
    /// failures in ten seconds and lets one question through to find out.
    package static let breakerPolicy = CircuitBreakerPolicy(
        trip: .failures(3, within: .seconds(10)),
        openTime: Backoff(first: .seconds(2), cap: .seconds(30), jitter: .half),
        probeTimeout: .seconds(10)
    )

    private final class Book: Sendable {
        let status = Mutex(Status())
    }

    private let shared: any CallReading
    private let journal: any CallReading & EventOutbox
    private let breaker: CircuitBreaker
    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Date
    private let metrics: DeliveryMetrics
    private let logger: Logger
    private let book = Book()
    /// The calls of which the journal knows all; kept by ``SharedCallStore``.
    let home: HomeCalls

    /// Creates a reader. The breaker is shared with ``JournalDelivery``.
    package init(
        shared: any CallReading,
        journal: any CallReading & EventOutbox,
        breaker: CircuitBreaker,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        metrics: DeliveryMetrics = DeliveryMetrics(),
        logger: Logger
    ) {
        self.shared = shared
        self.journal = journal
        self.breaker = breaker
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.metrics = metrics
        self.logger = logger
        self.home = HomeCalls(capacity: configuration.homeCalls)
    }

    /// How reading is doing.
    package var status: Status { self.book.status.withLock { $0 } }

    /// One call, or `nil` if neither store knows it.
    package func call(_ id: CallID) async throws -> CallRecord? {
        if self.home.contains(id), let record = try await self.journal.call(id) { return record }
        return try await self.asking {
            // Read first: what is delivered in between is found twice rather than not at all.
            let waiting = try await self.journal.undelivered(of: id)
            guard !waiting.isEmpty else { return try await self.ask { try await $0.call(id) } }
            return Self.record(of: try await self.merged(id, waiting))
        } otherwise: {
            try await self.journal.call(id)
        }
    }

    /// The first call that was ordered by this name in either store.
    ///
    /// Unlike everything else it fails when the shared store does not answer and the journal does not know the order:
    /// another server may have carried it out, and nobody should be called twice.
    package func call(orderedAs order: String) async throws -> CallRecord? {
        let own = try await self.journal.call(orderedAs: order)
        let shared: CallRecord?
        do {
            shared = try await self.ask { try await $0.call(orderedAs: order) }
        } catch let failure as Failure {
            guard let own else {
                throw StoreError(
                    .unavailable,
                    "the shared store cannot say whether this was ordered before",
                    cause: failure
                )
            }
            self.note(failure)
            return own
        }
        // Of a call that was erased in the shared store the journal may still have a copy: it does not count.
        var found: [CallRecord] = []
        for id in Set([own?.id, shared?.id].compactMap { $0 }) {
            if let record = try await self.call(id) { found.append(record) }
        }
        return found.min { CallCursor(of: $1).precedes(CallCursor(of: $0)) }
    }

    /// A page of calls, newest first, as the shared store has them; those of the journal if it does not answer.
    package func calls(_ query: CallQuery) async throws -> CallPage {
        try await self.asking {
            try await self.ask { try await $0.calls(query) }
        } otherwise: {
            try await self.journal.calls(query)
        }
    }

    /// The transcript in the order of speech.
    package func transcript(of id: CallID) async throws -> [TranscriptLine] {
        try await self.asking {
            let waiting = try await self.journal.undelivered(of: id)
            guard !waiting.isEmpty else { return try await self.ask { try await $0.transcript(of: id) } }
            return CallFold.transcript(of: try await self.merged(id, waiting))
        } otherwise: {
            try await self.journal.transcript(of: id)
        }
    }

    /// The events of a call as they are stored; those that are not delivered yet follow, with the numbers they would get.
    package func events(of id: CallID) async throws -> [StoredCallEvent] {
        try await self.asking {
            let waiting = try await self.journal.undelivered(of: id)
            return try await self.merged(id, waiting)
        } otherwise: {
            try await self.journal.events(of: id)
        }
    }

    /// A page of lines, as the shared store has them; those of the journal if it does not answer.
    package func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        try await self.asking {
            try await self.ask { try await $0.search(query) }
        } otherwise: {
            try await self.journal.search(query)
        }
    }

    /// Whether the shared store can be reached now.
    package func ping() async throws {
        do { try await self.ask { try await $0.ping() } } catch let failure as Failure { throw failure.error }
    }

    /// Everything that the shared store knows of a call; fails when it does not answer. Empty if it knows nothing.
    func history(of id: CallID) async throws -> [StoredCallEvent] {
        do { return try await self.ask { try await $0.events(of: id) } } catch let failure as Failure {
            throw failure.error
        }
    }
}

// MARK: - Merging

extension SharedReader {
    private func merged(_ id: CallID, _ waiting: [CallEvent]) async throws -> [StoredCallEvent] {
        Self.merge(try await self.ask { try await $0.events(of: id) }, waiting)
    }

    /// What the shared store would have if everything were delivered now. Nothing without the event that the call was
    /// received: then it was erased in the shared store, and what is left of it here is not shown.
    static func merge(_ stored: [StoredCallEvent], _ waiting: [CallEvent]) -> [StoredCallEvent] {
        var merged = stored
        var known = Set(stored.map(\.event.id))
        var sequence = stored.map(\.sequence).max() ?? 0
        var line = stored.compactMap(\.line).max() ?? 0
        for event in waiting where known.insert(event.id).inserted {
            if merged.isEmpty {
                guard case .received = event.kind else { continue }
            }
            sequence += 1
            if case .spoken = event.kind { line += 1 }
            let isLine = if case .spoken = event.kind { true } else { false }
            merged.append(StoredCallEvent(event: event, sequence: sequence, line: isLine ? line : nil))
        }
        return merged
    }

    static func record(of events: [StoredCallEvent]) -> CallRecord? {
        for stored in events {
            if case .received(let info) = stored.event.kind { return CallFold.record(info, of: events) }
        }
        return nil
    }
}

// MARK: - Asking

extension SharedReader {
    /// The shared store did not answer.
    private struct Failure: Error {
        let error: StoreError
        let reason: DeliveryMetrics.Reason
    }

    private func asking<Value>(
        _ question: () async throws -> Value,
        otherwise: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await question()
        } catch let failure as Failure {
            self.note(failure)
            return try await otherwise()
        }
    }

    /// Asks the shared store unless it is known to be away. Throws ``Failure`` if it does not answer, and its error if
    /// the question makes no sense.
    private func ask<Value: Sendable>(
        _ question: @escaping @Sendable (any CallReading) async throws -> Value
    ) async throws -> Value {
        do {
            return try await self.breaker.run(counts: { !Self.isTheQuestions($0) }) {
                let deadline = Deadline(after: self.configuration.deadline, clock: self.clock)
                return try await deadline.run { [shared] in try await question(shared) }
            }
        } catch let error as ResilienceError {
            let isAway = error.code == .circuitOpen
            let text = isAway ? "the shared store is known to be away" : "the shared store did not answer in time"
            throw Failure(error: StoreError(.unavailable, text, cause: error), reason: isAway ? .away : .late)
        } catch let error as StoreError where !Self.isTheQuestions(error) {
            throw Failure(error: error, reason: .failed)
        } catch let error where !(error is StoreError || error is CancellationError) {
            let text = "the shared store failed: \(type(of: error))"
            throw Failure(error: StoreError(.unavailable, text, cause: error), reason: .failed)
        }
    }

    private static func isTheQuestions(_ error: any Error) -> Bool { (error as? StoreError)?.code == .invalidQuery }

    private func note(_ failure: Failure) {
        self.metrics.answeredByJournal(failure.reason)
        let isNews = self.book.status.withLock { status in
            defer {
                status.answeredByJournal += 1
                status.lastReadFailure = failure.error.message
                status.lastReadFailureTime = self.wallClock()
            }
            return status.lastReadFailure != failure.error.message
        }
        guard isNews else { return }
        self.logger.warning("journal answers for the shared store", metadata: ["error": "\(failure.error.message)"])
    }
}
