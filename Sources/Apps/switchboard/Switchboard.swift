// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `switchboard`: one server that answers a company's telephone calls, and the tools around it.
@main
struct Switchboard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchboard",
        abstract: "Answers a company's Twilio calls: transcribes, understands, replies, and keeps every word.",
        discussion: """
            Start with `switchboard demo`: a simulated call, without any account.

            Exit codes: 0 fine, 1 a check failed, 64 usage, 69 unavailable, 78 configuration.
            """,
        version: Switchboard.versionText,
        subcommands: [
            ServeCommand.self, DemoCommand.self, CallCommand.self, ConfigCommand.self, CallsCommand.self,
            TailCommand.self,
            MigrateCommand.self, DoctorCommand.self, KeysCommand.self, TwilioCommand.self,
        ]
    )

    /// The version, as `--version`, health and build metrics show it.
    static let versionText = "0.1.0"
}
