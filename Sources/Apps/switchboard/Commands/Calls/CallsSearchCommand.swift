// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `calls search`: lines in which something was said.
struct CallsSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds lines that hold all words, newest first.",
        discussion: "Upper case and accents do not matter; `reserv*` finds every word that begins like this."
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The words.") var words: [String]
    @Option(help: "Said at this day or time or later: 2026-11-23 or 2026-11-23T08:30:00Z.") var from: String?
    @Option(help: "Said before this day or time.") var to: String?
    @Option(help: "caller or agent.") var speaker: String?
    @Option(help: "How many, from 1 to 500.") var limit = 20
    @Option(help: "Goes on where an earlier search ended.") var cursor: String?
    @Flag(help: "Print one JSON object as GET /api/search does.") var json = false

    func validate() throws {
        _ = try self.query()
    }

    private func query() throws -> TranscriptQuery {
        var query = TranscriptQuery("")
        let options: [(String, String?)] = [
            ("q", self.words.joined(separator: " ")), ("from", self.from), ("to", self.to), ("speaker", self.speaker),
            ("limit", "\(self.limit)"), ("cursor", self.cursor),
        ]
        for (name, value) in options {
            guard let value else { continue }
            do throws(QueryFlaw) {
                _ = try query.take(value, for: name)
            } catch {
                throw ValidationError(name == "q" ? "The words must have letters or digits." : "--\(error.message)")
            }
        }
        return query
    }

    func run() async throws {
        let query = try self.query()
        let store = try await self.store.open()
        let page = try await StoreFailure.explained { try await store.search(query) }
        let console = Console()
        if self.json { return console.print(try JSONText.encode(MatchesDocument(page))) }
        for match in page.matches {
            let time = match.time.formatted(.iso8601)
            let text = SafeText.terminal(match.line.text)
            console.print("\(SafeText.terminal(match.call.rawValue))  \(time)  \(match.line.speaker.rawValue)  \(text)")
        }
        if page.matches.isEmpty { console.complain("Nobody said that.") }
        if let next = page.next { console.complain("There are more: --cursor \(next)") }
    }
}
