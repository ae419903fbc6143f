// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import SafeText
import Twilio

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `calls list`: the newest calls.
struct CallsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists calls, newest first.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var filter: CallFilterOptions
    @Option(help: "How many, from 1 to 500.") var limit = 20
    @Option(help: "Goes on where an earlier list ended.") var cursor: String?
    @Flag(help: "Print one JSON object as GET /api/calls does, telephone numbers in clear.") var json = false

    func validate() throws {
        _ = try self.query()
    }

    private func query() throws -> CallQuery {
        var query = try self.filter.query()
        try CallFilterOptions.take("\(self.limit)", for: "limit", in: &query)
        if let cursor { try CallFilterOptions.take(cursor, for: "cursor", in: &query) }
        return query
    }

    func run() async throws {
        let query = try self.query()
        let store = try await self.store.open()
        let page = try await StoreFailure.explained { try await store.calls(query) }
        let console = Console()
        if self.json { return console.print(try JSONText.encode(CallPageDocument(page))) }
        var table = Table(["call", "received", "from", "status", "ended", "lines"])
        for call in page.calls {
            table.append([
                call.id.rawValue, call.info.receivedAt.formatted(.iso8601), PhoneAddress(call.info.from).masked,
                call.status.rawValue, call.termination?.reason ?? "-", "\(call.lines)",
            ])
        }
        for line in table.lines { console.print(SafeText.terminal(line)) }
        if let next = page.next { console.complain("There are more: --cursor \(next)") }
    }
}
