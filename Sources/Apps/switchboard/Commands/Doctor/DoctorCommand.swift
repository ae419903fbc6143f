// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `doctor`: finds out why something does not work.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Finds out why something does not work.",
        subcommands: [DoctorSignatureCommand.self, DoctorStoreCommand.self]
    )
}
