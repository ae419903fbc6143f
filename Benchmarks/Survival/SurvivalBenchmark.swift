// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What becomes of calls when servers are killed, replaced, or lose their store: the shipped executable, two of it behind
/// nginx where that matters, with a real PostgreSQL.
@main
struct SurvivalBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survival",
        abstract: "Kills, replaces and starves servers in the middle of calls, and looks for what was lost.",
        subcommands: [KillCommand.self, RollCommand.self, AwayCommand.self, HandoverCommand.self, PauseCommand.self, ShortCommand.self]
    )
}
