// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import CallStorage
import SQLiteStore
import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `doctor store`: whether calls are kept, and what has not been delivered.
struct DoctorStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Checks the journal and the store that servers share, and shows what could not be delivered.",
        discussion: "Exit 1 if something is wrong. May run beside the server."
    )

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "How many of the events that were set aside are shown.") var limit = 20
    @Flag(help: "Have everything that was set aside delivered again by the running server, or at its next start.")
    var retry = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let configuration = try await self.options.loadServerConfiguration()
        let console = Console()
        let report = try await self.examine(configuration)
        if self.json {
            console.print(try JSONText.encode(report))
        } else {
            for line in report.lines { console.print(SafeText.terminal(line)) }
        }
        if !report.isFine { throw CommandExit.failed }
    }

    private func examine(_ configuration: ServerConfiguration) async throws -> StoreReport {
        var report = StoreReport(journal: configuration.sqlitePath, store: configuration.storage.kind.rawValue)
        if FileManager.default.fileExists(atPath: configuration.sqlitePath) {
            try await self.examineJournal(configuration, &report)
        } else {
            report.journalProblem = "there is no such file yet; a server makes it when it starts"
        }
        try await self.examineShared(configuration.storage, &report)
        return report
    }

    private func examineJournal(_ configuration: ServerConfiguration, _ report: inout StoreReport) async throws {
        do {
            let file = try SQLiteStore(path: configuration.sqlitePath)
            try await file.ping()
            let backlog = try await file.backlog()
            report.bytes = backlog.bytes
            if configuration.storage.kind != .sqlite {
                report.waiting = backlog.events
                report.oldest = backlog.oldest
                report.aside = backlog.aside
                report.refusals = try await file.aside(atMost: max(0, self.limit)).map(StoreReport.Refusal.init)
                if self.retry { report.takenBack = try await file.takeBack() }
            }
            try await file.close()
        } catch let error as StoreError {
            report.journalProblem = error.message
        }
    }

    private func examineShared(_ access: StorageAccess, _ report: inout StoreReport) async throws {
        do {
            guard let keeper = try SharedStores.make(access) else { return }
            do {
                let state = try await keeper.probe()
                report.sharedProblem = state.mend
            } catch let error as StoreError {
                report.sharedProblem = error.message
            }
            await keeper.close()
        } catch let problems as ConfigurationProblems {
            report.sharedProblem = problems.description
        } catch let error as StoreError {
            report.sharedProblem = error.message
        }
    }
}
