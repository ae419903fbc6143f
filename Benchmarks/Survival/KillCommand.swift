// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation

/// `kill -9`, again and again, one server after the other.
struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Two servers behind nginx, killed in turn by SIGKILL and started again."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "How often a server is killed.") var kills = 20
    @Option(help: "Seconds between two kills, on average.") var every = 8
    @Option(help: "Seconds until a killed server is started again.") var away = 1

    func run() async throws {
        try await Scenario.show(self.options, servers: 2) { stage in
            let scenario = Scenario(
                name: "kill -9, \(self.kills) times under \(self.options.calls) calls",
                options: self.options,
                stage: stage,
                seconds: 20 + self.kills * (self.every + 1),
                ramp: 15
            )
            return try await scenario.run { stage, _ in
                try await Task.sleep(for: .seconds(18))
                for number in 0..<self.kills {
                    let pause = Double(self.every - self.away) * Double.random(in: 0.7...1.3)
                    try await Task.sleep(for: .seconds(pause))
                    stage.servers[number % 2].kill()
                    try await Task.sleep(for: .seconds(self.away))
                    try await stage.restart(number % 2)
                }
                return ["\(self.kills) kills"]
            }
        }
    }
}
