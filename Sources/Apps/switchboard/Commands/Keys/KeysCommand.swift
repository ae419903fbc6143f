// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `keys`: the operators' keys.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes keys for operators.",
        subcommands: [KeysCreateCommand.self]
    )
}
