// SPDX-License-Identifier: Apache-2.0

package import CallCore
import CoreMetrics
import Logging

/// Where a server keeps its calls when it shares a store with others: writes go to its journal, from where they are
/// delivered; reads are ``SharedReader``'s; erasing erases in both.
///
/// A call that was received by another server is unknown to the journal. When something happens to it here (the carrier
/// asks what comes next, reports its end, an operator ends it), what is known of it is brought into the journal first.
///
/// ```swift
/// let journal = CallJournal(store: SharedCallStore(journal: sqlite, delivery: delivery, reader: reader, erasure: erasure))
/// ```
package struct SharedCallStore: CallStore {
    private let journal: any CallStore
    private let delivery: JournalDelivery
    private let reader: SharedReader
    private let erasure: any CallErasing

    /// Puts the parts together; the first three work on the same journal.
    package init(
        journal: any CallStore,
        delivery: JournalDelivery,
        reader: SharedReader,
        erasure: any CallErasing
    ) {
        self.journal = journal
        self.delivery = delivery
        self.reader = reader
        self.erasure = erasure
    }

    /// Keeps events in the journal, durably, and has them delivered; see ``CallCore/CallStore/append(_:)``.
    ///
    /// The shared store is asked only for calls that the journal does not know. If it does not answer, their events are
    /// rejected.
    package func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        let stored: [StoredCallEvent]
        do {
            stored = try await self.journal.append(events)
        } catch let error as StoreError where error.code == .rejected {
            let histories = try await self.histories(of: events)
            guard !histories.isEmpty else { throw error }
            stored = Array(try await self.journal.append(histories + events).dropFirst(histories.count))
            self.delivery.metrics.adopted.increment(by: Set(histories.map(\.call)).count)
        }
        for event in events { self.reader.home.note(event) }
        self.delivery.notify()
        return stored
    }

    /// What other servers know of calls that the journal does not know. Without those of which the shared store does not
    /// know either, or does not say: their events stay rejected.
    private func histories(of events: [CallEvent]) async throws -> [CallEvent] {
        var seen: Set<CallID> = []
        var histories: [CallEvent] = []
        for event in events where seen.insert(event.call).inserted {
            if case .received = event.kind { continue }
            guard try await self.journal.call(event.call) == nil else { continue }
            do {
                histories += try await self.reader.history(of: event.call).map(\.event)
            } catch {
                self.delivery.logger.error(
                    "call of another server is unknown here, and the shared store does not answer",
                    metadata: ["call.sid": "\(event.call)", "error": "\(JournalDelivery.text(of: error))"]
                )
            }
        }
        return histories
    }

    /// Erases calls that are over in both stores.
    package func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.erasure.erase(selection, limit: limit)
    }

    /// One call; see ``SharedReader/call(_:)``.
    package func call(_ id: CallID) async throws -> CallRecord? { try await self.reader.call(id) }

    /// The first call that was ordered by this name; see ``SharedReader/call(orderedAs:)``.
    package func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.reader.call(orderedAs: order)
    }

    /// A page of calls, newest first.
    package func calls(_ query: CallQuery) async throws -> CallPage { try await self.reader.calls(query) }

    /// The transcript in the order of speech.
    package func transcript(of id: CallID) async throws -> [TranscriptLine] {
        try await self.reader.transcript(of: id)
    }

    /// The events of a call.
    package func events(of id: CallID) async throws -> [StoredCallEvent] { try await self.reader.events(of: id) }

    /// A page of lines that hold all words, newest first.
    package func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        try await self.reader.search(query)
    }

    /// Whether the journal can be reached now: calls go on without the shared store.
    package func ping() async throws { try await self.journal.ping() }
}
