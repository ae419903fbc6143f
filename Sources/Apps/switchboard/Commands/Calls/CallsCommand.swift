// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `calls`: what is kept.
struct CallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "Lists, shows, searches, exports and erases the calls that are kept.",
        subcommands: [
            CallsListCommand.self, CallsShowCommand.self, CallsSearchCommand.self, CallsExportCommand.self,
            CallsEraseCommand.self,
        ]
    )
}
