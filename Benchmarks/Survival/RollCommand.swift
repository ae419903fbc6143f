// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation

/// A rolling restart.
struct RollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll",
        abstract: "Two servers behind nginx, replaced one after the other by SIGTERM."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "How often each server is replaced.") var rounds = 2
    @Option(help: "Seconds that calls may go on after SIGTERM.") var drain = 3

    func run() async throws {
        var options = self.options
        options.set.append("DRAIN_SECONDS=\(self.drain)")
        try await Scenario.show(options, servers: 2) { stage in
            let scenario = Scenario(
                name: "rolling restart of two servers under \(options.calls) calls",
                options: options,
                stage: stage,
                seconds: 40 + self.rounds * 2 * (self.drain + 22),
                ramp: 10
            )
            return try await scenario.run { stage, _ in
                try await Task.sleep(for: .seconds(15))
                var notes: [String] = []
                for number in 0..<(2 * self.rounds) {
                    let began = ContinuousClock.now
                    stage.servers[number % 2].terminate()
                    let code = try await stage.servers[number % 2].exitCode(within: 120)
                    let took = (ContinuousClock.now - began) / .seconds(1)
                    notes.append(String(format: "server %d: exit %d after %.1f s", number % 2, code ?? -1, took))
                    try await stage.restart(number % 2)
                    try await Task.sleep(for: .seconds(5))
                }
                return notes
            }
        }
    }
}
