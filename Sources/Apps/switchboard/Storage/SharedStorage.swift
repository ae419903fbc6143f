// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import CoreMetrics
import Logging
import Resilience
import SQLiteStore
import Synchronization

/// The store that servers share, with the way of this server's events to it.
final class SharedStorage: Sendable {
    /// How long the store has to say at the start which tables it has.
    private static let probeTime = Duration.seconds(5)

    let name: String
    let keeper: any SharedCallKeeper
    let delivery: JournalDelivery
    let store: SharedCallStore
    let drain: Duration
    private let logger: Logger
    private let isMigrated = Mutex<Bool?>(nil)

    init(_ keeper: any SharedCallKeeper, _ file: SQLiteStore, _ access: StorageAccess, logger: Logger) {
        self.name = access.kind.rawValue
        self.keeper = keeper
        self.drain = access.drain
        self.logger = logger
        // Supabase's client has a breaker of its own, under its own name.
        let gauge = Gauge(label: "switchboard_breaker_state", dimensions: [("dependency", "store")])
        let breaker = CircuitBreaker(name: "store", policy: SharedReader.breakerPolicy) { gauge.record($0.to.level) }
        self.delivery = JournalDelivery(
            name: self.name,
            outbox: file,
            store: keeper,
            breaker: breaker,
            configuration: access.deliveryConfiguration,
            logger: logger
        )
        let reader = SharedReader(
            shared: keeper,
            journal: file,
            breaker: breaker,
            configuration: access.readerConfiguration,
            logger: logger
        )
        self.store = SharedCallStore(
            journal: file,
            delivery: self.delivery,
            reader: reader,
            erasure: SharedStoreErasure(shared: keeper, journal: file, delivery: self.delivery)
        )
    }

    /// How it is doing, from memory.
    var status: SharedStoreStatus {
        var status = self.delivery.sharedStoreStatus(named: self.name)
        if self.isMigrated.withLock({ $0 == false }) { status.state = .notMigrated }
        return status
    }

    /// Looks which tables the store has; one that does not answer in time is asked again by ``watch()``. Throws
    /// ``CallCore/StoreError`` when it has not those that are needed.
    func check() async throws {
        guard let state = await self.probe() else { return }
        if let mend = state.mend { throw StoreError(.unreadable, "\(self.name): \(mend)") }
    }

    /// Asks until the store has said that it has the tables, if it had not at the start; then ends.
    func watch() async {
        while self.isMigrated.withLock({ $0 != true }) {
            guard (try? await Task.sleep(for: Self.probeTime)) != nil else { return }
            if let mend = await self.probe()?.mend {
                self.logger.error("shared store has not the tables", metadata: ["error": "\(mend)"])
            }
        }
    }

    /// Which tables the store says it has. Throws what the store throws; takes as long as the store does.
    func examine() async throws -> SchemaState {
        let state = try await self.keeper.probe()
        self.isMigrated.withLock { $0 = state.mend == nil }
        return state
    }

    /// What the store says; `nil` if it says nothing in time.
    private func probe() async -> SchemaState? {
        do {
            return try await Deadline(after: Self.probeTime).run { try await self.examine() }
        } catch {
            self.logger.warning(
                "shared store does not answer; events wait in the journal",
                metadata: ["store": "\(self.name)", "error": "\(error)"]
            )
            return nil
        }
    }
}
