// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import CallStorage

#if PostgreSQL
import PostgreSQL
import PostgresStore
#endif

/// `migrate`: the tables of the store that servers share.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Creates the tables that servers share, or brings them up to date.",
        discussion: """
            Needs DATABASE_URL, also for Supabase: its REST interface cannot create tables (the project's page Connect has
            the string). Without it, `switchboard migrate --print | psql …` or `supabase db push` do the same; all keep one
            history. Servers may go on meanwhile.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @Flag(help: "Only print the statements; asks no database.") var print = false
    @Flag(name: .customLong("dry-run"), help: "Say what would be applied, and change nothing.") var isDryRun = false
    @Flag(help: "Do not ask first.") var yes = false
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        struct Step: Encodable {
            let file: String
            let outcome: String
        }

        let steps: [Step]
    }

    func run() async throws {
        if self.print { return Console().print(Migration.script) }
        #if PostgreSQL
        let access = try await self.access()
        try await StartFailure.explained {
            let database = try SharedStores.database(access)
            let migrator = PostgresMigrator(database)
            let planned = try await migrator.migrate(isDryRun: true)
            let isNeeded = planned.contains { $0.outcome != .present }
            guard isNeeded, !self.isDryRun else { return try self.report(planned, in: "\(database)") }
            guard self.confirms(planned, in: "\(database)") else { throw CommandExit.failed }
            try self.report(try await migrator.migrate(), in: "\(database)")
        }
        #else
        Console().complain(SharedStores.notBuilt.message)
        throw CommandExit.unavailable
        #endif
    }

    /// Only what leads to the database has to be right: a server's other settings may be missing here.
    private func access() async throws -> StorageAccess {
        let values = try await self.options.load()
        let access = StorageAccess(values)
        guard access.databaseURL != nil else {
            Console().complain(
                """
                DATABASE_URL is missing: postgresql://USER:PASSWORD@HOST:5432/NAME. For Supabase take it from the project's \
                page Connect, or apply the output of `switchboard migrate --print` in its SQL editor.
                """
            )
            throw CommandExit.configuration
        }
        return access
    }

    #if PostgreSQL
    private func confirms(_ planned: [PostgresMigrator.Step], in database: String) -> Bool {
        if self.yes { return true }
        let console = Console()
        for step in planned { console.complain("\(step)") }
        console.complain("Apply to \(database)? [y/N]")
        return console.readsYes()
    }

    private func report(_ steps: [PostgresMigrator.Step], in database: String) throws {
        let console = Console()
        if self.json {
            let steps = steps.map { Report.Step(file: $0.file, outcome: $0.outcome.rawValue) }
            return console.print(try JSONText.encode(Report(steps: steps)))
        }
        for step in steps { console.print("\(step)") }
        if !self.isDryRun { console.print("\(database) has the tables of this version.") }
    }
    #endif
}
