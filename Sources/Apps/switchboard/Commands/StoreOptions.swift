// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SQLiteStore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
        guard FileManager.default.fileExists(atPath: path) else {
            Console().complain(
                "There is no file \(path); name another with --database, or let `switchboard demo` make one."
            )
            throw CommandExit.unavailable
        }
        do {
            return try SQLiteStore(path: path)
        } catch {
            Console().complain("\(error)")
            throw CommandExit.unavailable
        }
    }
}
