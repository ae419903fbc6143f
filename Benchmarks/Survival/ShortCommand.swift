// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation
import SwitchboardTesting

/// Many short calls, one after the other on so many lines: does anything grow?
struct ShortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "short",
        abstract: "Thousands of short calls in a row; resident memory and open files after each thousand."
    )

    @OptionGroup var options: StageOptions
    @Option(help: "How many calls in all.") var total = 10_000
    @Option(help: "Seconds of a call.") var seconds = 4
    @Flag(help: "With a PostgreSQL as well.") var shared = false

    func run() async throws {
        let stage = try await Stage(self.options, servers: 1, sharesStore: self.shared)
        do {
            var samples: [(calls: Int, memory: Double, files: Int)] = []
            var failed = 0
            let step = max(self.total / 10, 1)
            for round in 0..<10 {
                failed += try await self.place(step, stage, seed: round * step)
                // Streams that have just ended are closed.
                try await Task.sleep(for: .seconds(3))
                let usage = stage.servers[0].usage()
                samples.append(((round + 1) * step, Double(usage.memory) / 1_048_576, usage.files))
                print(
                    String(
                        format: "%6d calls  %7.1f MB  %4d files",
                        (round + 1) * step,
                        samples[round].memory,
                        usage.files
                    )
                )
            }
            let half = samples.suffix(5)
            let slope = Self.slope(half.map { (Double($0.calls), $0.memory) })
            print(
                String(format: "slope of the second half: %.3f MB per 1,000 calls; ", slope * 1_000)
                    + "\(failed) calls failed; log \(stage.complaints.isEmpty ? "without warnings" : "\(stage.complaints)")"
            )
            await stage.close()
            if failed > 0 { throw ExitCode.failure }
        } catch {
            await stage.close()
            throw error
        }
    }

    private func place(_ count: Int, _ stage: Stage, seed: Int) async throws -> Int {
        let twilio = stage.twilio
        return try await withThrowingTaskGroup(of: Bool.self) { tasks in
            var failed = 0
            for index in 0..<count {
                if index >= self.options.calls, let isGood = try await tasks.next(), !isGood { failed += 1 }
                let call = stage.call(SpokenPlan(seconds: self.seconds, seed: UInt64(seed + index)))
                tasks.addTask { "\(try await twilio.place(call).ending)".contains("callerHungUp") }
            }
            for try await isGood in tasks where !isGood { failed += 1 }
            return failed
        }
    }

    /// Least squares.
    private static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / count
        let meanY = points.reduce(0) { $0 + $1.y } / count
        let above = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
        return above / points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    }
}
