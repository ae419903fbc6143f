// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `calls export`: all calls that fulfil conditions, into a file, a folder or standard output.
struct CallsExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes calls and transcripts to a file, a folder or standard output, newest first.",
        discussion: """
            jsonl and csv go to one file, or to standard output. srt and vtt belong to one call each: --output names a \
            folder, which gets a file for every call in which somebody spoke. A file has its name only when it is whole.
            """
    )

    /// What can be written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case jsonl
        case csv
        case srt
        case vtt
    }

    @OptionGroup var store: StoreOptions
    @OptionGroup var filter: CallFilterOptions
    @Option(help: "jsonl, csv, srt or vtt.") var format: Format
    @Option(help: "A row is a call (calls, as jsonl with its transcript) or a line of a transcript (lines).")
    var rows: String?
    @Option(help: "The file, or for srt and vtt the folder.") var output: String?
    @Flag(help: "Print what was done as one JSON object; needs --output.") var json = false

    private struct Report: Encodable {
        let calls: Int
        let output: String
    }

    func validate() throws {
        let isFolder = self.format == .srt || self.format == .vtt
        guard !isFolder || self.output != nil else {
            throw ValidationError(
                "--format \(self.format.rawValue) needs --output FOLDER: each call has a file of its own."
            )
        }
        guard !isFolder || self.rows == nil else { throw ValidationError("--rows is for jsonl and csv.") }
        guard !self.json || self.output != nil else { throw ValidationError("--json needs --output.") }
        _ = try self.chosenRows()
    }

    private func chosenRows() throws -> CallExport.Rows {
        guard let name = self.rows else { return .calls }
        guard let rows = CallExport.Rows(rawValue: name) else {
            throw ValidationError("--rows must be calls or lines.")
        }
        return rows
    }

    func run() async throws {
        let (query, rows) = (try self.filter.query(), try self.chosenRows())
        let store = try await self.store.open()
        let progress = ExportProgress()
        let calls = try await StoreFailure.explained {
            do {
                switch self.format {
                case .jsonl:
                    return try await self.write(CallExport(.jsonl, rows: rows, of: query, from: store), progress)
                case .csv: return try await self.write(CallExport(.csv, rows: rows, of: query, from: store), progress)
                case .srt: return try await self.subtitles(.srt, of: query, from: store, progress)
                case .vtt: return try await self.subtitles(.vtt, of: query, from: store, progress)
                }
            } catch let error as OutputFailure {
                progress.finish()
                // Whoever reads has enough, such as `head`.
                if !error.isClosedPipe { Console().complain(error.message) }
                throw error.isClosedPipe ? CommandExit.failed : CommandExit.unavailable
            }
        }
        progress.finish()
        guard let output = self.output else { return }
        let console = Console()
        if self.json { return console.print(try JSONText.encode(Report(calls: calls, output: output))) }
        console.complain("\(calls) \(calls == 1 ? "call is" : "calls are") in \(output).")
    }

    private func write(_ export: CallExport, _ progress: ExportProgress) async throws -> Int {
        let file = try ExportFile(self.output)
        do {
            while let piece = try await export.next() {
                try file.write(piece)
                await progress.show(export.calls)
            }
            try file.finish()
        } catch {
            file.discard()
            throw error
        }
        return await export.calls
    }

    private func subtitles(
        _ format: TranscriptFormat,
        of query: CallQuery,
        from store: any CallStore,
        _ progress: ExportProgress
    ) async throws -> Int {
        let folder = try ExportFolder(self.output ?? ".")
        var query = query
        query.limit = 100
        var written = 0
        while true {
            let page = try await store.calls(query)
            for call in page.calls where call.lines > 0 {
                let transcript = CallTranscript(of: call.id, events: try await store.events(of: call.id))
                try folder.write(format.write(transcript), of: call.id, format.fileExtension)
                written += 1
                progress.show(written)
            }
            guard let next = page.next else { return written }
            query.cursor = next
        }
    }
}
