// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Logging
import SQLiteStore

/// Where a server's calls are kept: its own file, and what it shares with others.
struct Storage: Sendable {
    /// The journal's file.
    let file: SQLiteStore
    /// What the journal writes to, and what is asked about calls.
    let store: any CallStore
    /// The store that servers share.
    let shared: SharedStorage?

    /// Opens everything. A shared store that cannot be reached now keeps no server from starting: events wait in the file.
    /// One that answers and has not the tables does. Throws ``ConfigurationProblems`` or ``CallCore/StoreError``.
    static func open(_ configuration: ServerConfiguration, logger: Logger) async throws -> Storage {
        let keeper = try SharedStores.make(configuration.storage)
        let file = try SQLiteStore(
            SQLiteStoreConfiguration(
                path: configuration.sqlitePath,
                durability: configuration.survivesPowerLoss ? .full : .normal
            )
        )
        guard let keeper else { return Storage(file: file, store: file, shared: nil) }
        let shared = SharedStorage(keeper, file, configuration.storage, logger: logger)
        let storage = Storage(file: file, store: shared.store, shared: shared)
        do {
            try await shared.check()
        } catch {
            try await storage.close()
            throw error
        }
        return storage
    }

    /// Closes connections and the file.
    func close() async throws {
        await self.shared?.keeper.close()
        try await self.file.close()
    }
}
