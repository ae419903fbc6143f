// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation

/// A new process on the same port, again and again, while others connect and calls go on.
struct HandoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "One port that new processes take over from old ones (REUSE_PORT), under connections and calls."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "How often a new process takes over.") var times = 5
    @Option(help: "Connections that are made meanwhile, at least.") var connections = 10_000
    @Option(help: "Seconds that calls may go on after SIGTERM.") var drain = 3
    @Flag(help: "With a PostgreSQL as well; otherwise the processes share the SQLite file.") var shared = false

    func run() async throws {
        var options = self.options
        options.set += ["DRAIN_SECONDS=\(self.drain)", "REUSE_PORT=on"]
        try await Scenario.show(options, servers: 1, sharesStore: self.shared) { stage in
            let scenario = Scenario(
                name: "\(self.times) handovers of a port under \(options.calls) calls",
                options: options,
                stage: stage,
                seconds: 30 + self.times * (self.drain + 20),
                ramp: 10
            )
            let knocker = Knocker(port: stage.port)
            let (least, times) = (self.connections, self.times)
            var report = try await scenario.run { stage, _ in
                try await Task.sleep(for: .seconds(12))
                async let knocking: Void = knocker.knock(atLeast: least)
                var notes: [String] = []
                for _ in 0..<times {
                    let began = ContinuousClock.now
                    let code = try await stage.handOver(within: 120)
                    let took = (ContinuousClock.now - began) / .seconds(1)
                    notes.append(String(format: "exit %d after %.1f s", code ?? -1, took))
                    try await Task.sleep(for: .seconds(2))
                }
                await knocker.finish()
                await knocking
                return notes + ["\(await knocker.outcomes)"]
            }
            report.connectionsFailed = await knocker.failed
            return report
        }
    }
}
