// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What logs, metrics and traces cost a media message, in instructions: the shipped executable under valgrind, which counts
/// the same whatever else the machine does. Every variant runs twice, with short and with long calls, and what is between
/// them is divided by the messages between them: the start and the end of server and calls drop out.
@main
struct TelemetryCost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "telemetry-cost",
        abstract: "Counts the instructions per media message with and without logs, metrics and traces."
    )

    @Option(help: "The switchboard executable.") var server = ".build-release/release/switchboard"
    @Option(help: "Calls at once.") var calls = 3
    @Option(help: "Seconds of the short calls.") var short = 20
    @Option(help: "Seconds of the long calls.") var long = 80
    @Option(help: "Variants to run.") var variants = Variant.allCases
    @Option(help: "How often everything is run.") var rounds = 1

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "telemetry-cost-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try CountableServer(self.server, in: folder)
        var costs: [Variant: [Double]] = [:]
        for round in 1...max(self.rounds, 1) {
            for variant in self.variants {
                let cost = try await self.cost(of: variant, server)
                costs[variant, default: []].append(cost)
                FileHandle.standardError.write(Data("round \(round), \(variant): \(Int(cost))\n".utf8))
            }
        }
        self.report(costs.mapValues { $0.sorted()[$0.count / 2] })
    }

    /// The medians, and what they are above that of nothing.
    private func report(_ medians: [Variant: Double]) {
        for variant in self.variants {
            guard let cost = medians[variant] else { continue }
            let share = medians[.off].map { String(format: "%+8.0f  %+6.2f %%", cost - $0, 100 * (cost - $0) / $0) }
            let name = variant.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
            print(name + String(format: "%9.0f instructions per media message  ", cost) + (share ?? ""))
        }
    }

    private func cost(of variant: Variant, _ server: CountableServer) async throws -> Double {
        let runs = [self.short, self.long]
        var counts: [CountedRun.Count] = []
        for seconds in runs {
            let run = CountedRun(server: server, variant: variant, calls: self.calls, seconds: seconds)
            counts.append(try await run.count())
        }
        let (instructions, messages) = (
            counts[1].instructions - counts[0].instructions, counts[1].messages - counts[0].messages
        )
        return Double(instructions) / Double(messages)
    }
}
