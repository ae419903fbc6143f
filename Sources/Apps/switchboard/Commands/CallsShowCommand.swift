// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SafeText

/// `calls show`: one call with its transcript.
struct CallsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows a call and its transcript.")

    @OptionGroup var store: StoreOptions
    @Argument(help: "The call's SID, CA and 32 digits.") var call: String
    @Flag(help: "Print one JSON object.") var json = false

    private struct Report: Encodable {
        let call: CallRecord
        let events: [StoredCallEvent]
        let transcript: [TranscriptLine]
    }

    func run() async throws {
        let store = try await self.store.open()
        let id = CallID(self.call)
        let console = Console()
        guard let record = try await store.call(id) else {
            let name = SafeText.terminal(self.call)
            console.complain("No call \(name); `switchboard calls list` shows what is there.")
            throw CommandExit.failed
        }
        let events = try await store.events(of: id)
        if self.json {
            let transcript = try await store.transcript(of: id)
            return console.print(try JSONText.encode(Report(call: record, events: events, transcript: transcript)))
        }
        let printer = TranscriptPrinter(console: console)
        for line in events.flatMap({ printer.lines(for: $0.event) }) { console.print(line) }
        console.print("status \(record.status.rawValue), ended \(record.termination?.reason ?? "-")")
    }
}
