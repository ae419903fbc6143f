// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SQLiteStore

/// Which store a command reads.
struct StoreOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOptions
    @Option(help: "The SQLite file; default is the configured one.") var database: String?

    /// Opens the store for reading.
    func open() async throws -> any CallStore {
        let path: String
        if let database = self.database {
            path = database
        } else {
            path = try await self.configuration.loadServerConfiguration().sqlitePath
        }
        do {
            return try SQLiteStore(path: path, access: .existing)
        } catch {
            Console().complain("\(error)")
            throw CommandExit.unavailable
        }
    }
}
