// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SafeText

/// `calls show`: one call with its transcript.
struct CallsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows a call and its transcript.")

    @OptionGroup var store: StoreOptions
    @Argument(help: "The call's SID, CA and 32 digits.") var call: String
    @Option(help: "Print the transcript as json, text, srt, vtt, csv or jsonl.") var format: String?
    @Flag(help: "Print the call, its events and its transcript as one JSON object.") var json = false

    func validate() throws {
        _ = try self.transcriptFormat()
        guard !self.json || self.format == nil else { throw ValidationError("Either --json or --format, not both.") }
    }

    private func transcriptFormat() throws -> TranscriptFormat? {
        guard let name = self.format else { return nil }
        guard let format = TranscriptFormat(rawValue: name) else {
            let names = TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--format must be one of \(names).")
        }
        return format
    }

    private struct Report: Encodable {
        let call: WholeCallDocument
        let events: [CallEventDocument]
    }

    func run() async throws {
        let format = try self.transcriptFormat()
        let store = try await self.store.open()
        let id = CallID(self.call)
        let console = Console()
        guard let record = try await StoreFailure.explained({ try await store.call(id) }) else {
            let name = SafeText.terminal(self.call)
            console.complain("No call \(name); `switchboard calls list` shows what is there.")
            throw CommandExit.failed
        }
        let events = CallFold.inOrder(try await StoreFailure.explained { try await store.events(of: id) })
        let transcript = CallTranscript(of: id, events: events)
        if self.json {
            let call = WholeCallDocument(record, transcript)
            return console.print(try JSONText.encode(Report(call: call, events: events.map { CallEventDocument($0) })))
        }
        if let format {
            let text = format.write(transcript)
            return console.print(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        }
        let printer = TranscriptPrinter(console: console)
        for line in events.flatMap({ printer.lines(for: $0.event) }) { console.print(line) }
        console.print("status \(record.status.rawValue), ended \(record.termination?.reason ?? "-")")
    }
}
