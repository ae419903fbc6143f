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
    @Option(help: "How many, from 1 to 500.") var limit = 20
    @Flag(help: "Print one JSON object, telephone numbers in clear.") var json = false

    func run() async throws {
        let page = try await self.store.open().calls(CallQuery(limit: self.limit))
        let console = Console()
        if self.json { return console.print(try JSONText.encode(page)) }
        var table = Table(["call", "received", "from", "status", "ended", "lines"])
        for call in page.calls {
            table.append([
                call.id.rawValue, call.info.receivedAt.formatted(.iso8601), PhoneAddress.mask(call.info.from),
                call.status.rawValue, call.termination?.reason ?? "-", "\(call.lines)",
            ])
        }
        for line in table.lines { console.print(SafeText.terminal(line)) }
    }
}
