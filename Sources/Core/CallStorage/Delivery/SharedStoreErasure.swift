// SPDX-License-Identifier: Apache-2.0

package import CallCore
import Resilience

/// Erases calls where servers share a store: in the shared store and in this server's journal, with what was not
/// delivered of them yet, so that no later delivery brings an erased caller back.
///
/// First everything is delivered, because the shared store has to know that a call is over before it erases it. Then,
/// while nothing is under delivery, both are erased. If the shared store is away nothing is erased and the caller is told
/// so.
///
/// Other servers' journals keep copies of what they delivered for an hour (`JournalDelivery.Configuration.keeping`); they
/// are not shown, because reading asks the shared store, and they are never delivered again. What such a server had not
/// delivered at the time of the erasure (it was cut off, or the event is set aside) is delivered later: erase again when
/// all backlogs are empty.
package struct SharedStoreErasure: CallErasing {
    /// Bounds, all of them settings.
    package struct Configuration: Sendable {
        /// How long delivering may take before it.
        package var draining = Duration.seconds(10)
        /// How long the shared store may take to erase.
        package var deadline = Duration.seconds(30)
        /// Events set aside that are looked through.
        package var aside = 10_000

        /// The defaults.
        package init() {}
    }

    private let shared: any CallStore
    private let journal: any CallStore & EventOutbox
    private let delivery: JournalDelivery
    private let configuration: Configuration
    private let clock: any Clock<Duration>

    /// Creates an erasure; `delivery` has to be running when it is used.
    package init(
        shared: any CallStore,
        journal: any CallStore & EventOutbox,
        delivery: JournalDelivery,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.shared = shared
        self.journal = journal
        self.delivery = delivery
        self.configuration = configuration
        self.clock = clock
    }

    /// Erases calls that are over in both stores; see ``CallCore/CallErasing/erase(_:limit:)``.
    ///
    /// Returns how many calls were erased in the store in which it were more; ask again until none is. Throws
    /// ``CallCore/StoreError`` `.unavailable` when the shared store cannot erase now, or when all that is left are calls
    /// that are over but not delivered: ask again later.
    package func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        await self.delivery.flush(within: self.configuration.draining)
        return try await self.delivery.interrupting {
            let erased = try await self.ask { try await $0.erase(selection, limit: limit) }
            let (erasedHere, waiting) = try await self.eraseHere(selection, limit: limit)
            let count = max(erased, erasedHere)
            guard count == 0, waiting > 0 else { return count }
            throw StoreError(
                .unavailable,
                "\(waiting) calls of these are over but not delivered to the shared store yet; erase again later"
            )
        }
    }
}

// MARK: - This server's journal

extension SharedStoreErasure {
    /// Returns how many calls were erased, and how many stay because the shared store does not know yet that they are
    /// over.
    private func eraseHere(_ selection: CallSelection, limit: Int) async throws -> (erased: Int, waiting: Int) {
        // Many at once, if none of them can be waiting.
        if case .receivedBefore = selection, try await self.journal.backlog().events == 0 {
            return (try await self.journal.erase(selection, limit: limit), 0)
        }
        // One by one: of a call that ends in this moment the end must not be erased before it is delivered.
        let aside = Set(try await self.journal.aside(atMost: self.configuration.aside).map(\.entry.event.id))
        var (erased, waiting) = (0, 0)
        var cursor: String?
        repeat {
            let page = try await self.candidates(selection, after: cursor)
            for call in page.calls where erased < limit {
                if try await self.isWaiting(call.id, aside) {
                    waiting += 1
                } else {
                    erased += try await self.journal.erase(.call(call.id), limit: 1)
                }
            }
            cursor = page.next
        } while cursor != nil && erased < limit
        return (erased, waiting)
    }

    /// Whether the shared store knows the call and did not erase it: what waits here is what makes it over, and has to be
    /// delivered first.
    private func isWaiting(_ call: CallID, _ aside: Set<EventID>) async throws -> Bool {
        let undelivered = try await self.journal.undelivered(of: call)
        guard undelivered.contains(where: { !aside.contains($0.id) }) else { return false }
        return try await self.ask { try await $0.call(call) } != nil
    }

    private func candidates(_ selection: CallSelection, after cursor: String?) async throws -> CallPage {
        var query = CallQuery(limit: 500, cursor: cursor, isActive: false)
        switch selection {
        case .address(let address):
            query.address = address
        case .receivedBefore(let date):
            query.receivedBefore = date
        case .call(let id):
            let call = try await self.journal.call(id)
            return CallPage(calls: [call].compactMap { $0 }.filter { !$0.isActive }, next: nil)
        }
        return try await self.journal.calls(query)
    }

    private func ask<Value: Sendable>(
        _ question: @escaping @Sendable (any CallStore) async throws -> Value
    ) async throws -> Value {
        do {
            let deadline = Deadline(after: self.configuration.deadline, clock: self.clock)
            return try await deadline.run { [shared] in try await question(shared) }
        } catch let error as ResilienceError {
            throw StoreError(.unavailable, "the shared store did not erase in time; erase again later", cause: error)
        }
    }
}
