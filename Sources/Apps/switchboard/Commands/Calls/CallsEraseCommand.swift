// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import Foundation
import GatewayHTTP
import SQLiteStore
import Twilio

/// `calls erase`: a caller, one call, or what is old, with everything that was said.
struct CallsEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases calls that are over, with everything that was said in them.",
        discussion: """
            Asks before it does it, unless --yes is given; --dry-run only counts. Calls that go on stay. What it cannot \
            reach (backups, exports, recordings at the carrier) is listed in docs/privacy.md.
            """
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "A caller: +E.164, client:NAME, sip:USER@HOST. All calls from and to there.") var number: String?
    @Option(help: "One call, by its SID.") var call: String?
    @Option(help: "Calls received longer ago than this: 90d (days) or 12w (weeks).") var olderThan: String?
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Only count.") var dryRun = false
    @Flag(help: "Print one JSON object; needs --yes or --dry-run.") var json = false

    private struct Report: Encodable {
        let erased: Int
        let active: Int
        let dryRun: Bool
    }

    func validate() throws {
        _ = try self.target(now: Date())
        guard !self.json || self.yes || self.dryRun else { throw ValidationError("--json needs --yes or --dry-run.") }
    }

    func run() async throws {
        let target = try self.target(now: Date())
        let store = try await self.store.open()
        let console = Console()
        let found = try await StoreFailure.explained { try await target.count(in: store) }
        if self.dryRun {
            let report = Report(erased: found.over, active: found.active, dryRun: true)
            if self.json { return console.print(try JSONText.encode(report)) }
            return console.print("Would erase \(Self.count(found.over)) \(target.words).\(Self.staying(found.active))")
        }
        if found.over > 0, !self.yes { try self.ask("Erase \(Self.count(found.over)) \(target.words)?", console) }
        let erased = try await StoreFailure.explained { try await target.erase(in: store) }
        // Empties SQLite's log, where what is gone would be readable for a while.
        if let file = store as? SQLiteStore { try await StoreFailure.explained { try await file.close() } }
        let report = Report(erased: erased, active: found.active, dryRun: false)
        if self.json { return console.print(try JSONText.encode(report)) }
        console.print("Erased \(Self.count(erased)) \(target.words).\(Self.staying(found.active))")
    }

    private func target(now: Date) throws -> ErasureTarget {
        switch (self.number, self.call, self.olderThan) {
        case (let number?, nil, nil):
            guard let target = ErasureTarget(number: number) else {
                throw ValidationError("The number must be +E.164, a short code, client:NAME or sip:USER@HOST.")
            }
            return target
        case (nil, let call?, nil): return ErasureTarget(call: CallID(call))
        case (nil, nil, let age?):
            guard let target = ErasureTarget(olderThan: age, now: now) else {
                throw ValidationError("--older-than must be a number of days or weeks: 90d, 12w.")
            }
            return target
        default: throw ValidationError("Give one of NUMBER, --call SID and --older-than AGE.")
        }
    }

    private func ask(_ question: String, _ console: Console) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            console.complain("Nobody can be asked: \(question) Say so with --yes.")
            throw ExitCode(64)
        }
        FileHandle.standardError.write(Data("\(question) It cannot be undone. Type yes: ".utf8))
        guard readLine() == "yes" else {
            console.complain("Nothing was erased.")
            throw CommandExit.failed
        }
    }

    private static func count(_ calls: Int) -> String { calls == 1 ? "1 call" : "\(calls) calls" }

    private static func staying(_ active: Int) -> String {
        active == 0 ? "" : " \(Self.count(active)) still going on: erase again when over."
    }
}
