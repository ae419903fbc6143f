// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `config`: what is set, and what is wrong with it.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Checks and shows the configuration.",
        subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self]
    )
}
