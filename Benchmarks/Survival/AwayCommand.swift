// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation

/// The shared store goes away and comes back.
struct AwayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "away",
        abstract: "One server whose PostgreSQL is stopped at once and started again."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "Seconds without the store.") var away = 60

    func run() async throws {
        try await Scenario.show(self.options, servers: 1) { stage in
            let scenario = Scenario(
                name: "no PostgreSQL for \(self.away) s under \(self.options.calls) calls",
                options: self.options,
                stage: stage,
                seconds: self.away + 60,
                ramp: 10
            )
            var report = try await scenario.run { stage, _ in
                try await Task.sleep(for: .seconds(20))
                try await stage.database?.stopAtOnce()
                try await Task.sleep(for: .seconds(self.away))
                let waiting = try await Self.backlog(stage)
                try await stage.database?.startAgain()
                let began = ContinuousClock.now
                var left = waiting
                while left > 50, ContinuousClock.now - began < .seconds(120) {
                    try await Task.sleep(for: .milliseconds(50))
                    left = try await Self.backlog(stage)
                }
                let took = (ContinuousClock.now - began) / .seconds(1)
                return [
                    String(format: "%d events waited, delivered within %.1f s of the return", waiting, took)
                        + String(
                            format: " (%.0f rows/s, the wait for the next attempt included)",
                            Double(waiting) / took
                        )
                ]
            }
            if let differences = try await stage.database?.differences(
                report.sids,
                from: stage.folder.appending(path: "server0/switchboard.sqlite")
            ) {
                report.notes.append("journal and PostgreSQL: \(differences)")
            }
            return report
        }
    }

    /// Events that the server has not delivered yet, by its own health report.
    private static func backlog(_ stage: Stage) async throws -> Int {
        struct Health: Decodable {
            struct Store: Decodable {
                let backlog: Int?
            }

            let store: Store?
        }
        let answer = try await OperatorClient(port: stage.servers[0].port).get("/api/health")
        return try JSONDecoder().decode(Health.self, from: Data(answer.body.utf8)).store?.backlog ?? 0
    }
}
