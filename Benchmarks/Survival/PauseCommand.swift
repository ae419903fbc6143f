// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation

/// The process is stopped and goes on, as a machine does that sleeps or is moved.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "One server that is stopped by SIGSTOP and goes on."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "Seconds for which it is stopped.") var pause = 30

    func run() async throws {
        try await Scenario.show(self.options, servers: 1) { stage in
            let scenario = Scenario(
                name: "stopped for \(self.pause) s under \(self.options.calls) calls",
                options: self.options,
                stage: stage,
                seconds: self.pause + 60,
                ramp: 10
            )
            return try await scenario.run { stage, _ in
                try await Task.sleep(for: .seconds(20))
                stage.servers[0].signal(SIGSTOP)
                try await Task.sleep(for: .seconds(self.pause))
                stage.servers[0].signal(SIGCONT)
                let began = ContinuousClock.now
                let client = OperatorClient(port: stage.servers[0].port)
                for path in ["/api/health", "/api/ready"] {
                    while try await client.get(path).status != 200, ContinuousClock.now - began < .seconds(60) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                let took = (ContinuousClock.now - began) / .seconds(1)
                return [String(format: "healthy and ready %.2f s after it went on", took)]
            }
        }
    }
}
