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
    @Option(help: "A SQLite file; default is the configured store.") var database: String?

    /// Opens the store. Beside a running server it reads what that has stored; what a server has not delivered yet to a
    /// store that is shared is in that server's own file.
    func open() async throws -> any CallStore {
        if let database { return try self.file(database) }
        let configuration = try await self.configuration.loadServerConfiguration()
        do {
            if let shared = try SharedStores.make(configuration.storage) { return shared }
        } catch let problems as ConfigurationProblems {
            Console().complain(problems.description)
            throw CommandExit.configuration
        } catch {
            Console().complain("\(error)")
            throw CommandExit.unavailable
        }
        return try self.file(configuration.sqlitePath)
    }

    private func file(_ path: String) throws -> any CallStore {
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
