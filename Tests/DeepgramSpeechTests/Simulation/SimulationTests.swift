// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Thousands of calls with faults in every mixture, in virtual time: the words reported are the words spoken, in order, once,
/// at their times. A schedule that fails names its seed; `SIMULATION_SEED=12345` plays that one alone and tells its course.
@Suite struct SimulationTests {
    /// The seed that is to be played alone.
    private static let chosen = ProcessInfo.processInfo.environment["SIMULATION_SEED"].flatMap(UInt64.init)
    /// Schedules in each part.
    private static let share =
        ProcessInfo.processInfo.environment["SIMULATION_SCHEDULES"].flatMap(UInt64.init).map { $0 / 10 } ?? 1000

    @Test(arguments: 0..<7 as Range<UInt64>) func noWordIsLostInRoughWeather(part: UInt64) async {
        await Self.play(part, .rough)
    }

    @Test(arguments: 7..<9 as Range<UInt64>) func whatIsLostInALongOutageIsTold(part: UInt64) async {
        await Self.play(part, .long)
    }

    @Test(arguments: 9..<10 as Range<UInt64>) func anotherEngineHearsTheRest(part: UInt64) async {
        await Self.play(part, .hopeless)
    }

    @Test(arguments: 10..<11 as Range<UInt64>) func noWordIsLostAtFlux(part: UInt64) async {
        await Self.play(part, .flux)
    }

    private static func play(_ part: UInt64, _ weather: SimulationPlan.Weather) async {
        let first = part * 1_000_000
        var seeds = first..<(first + Self.share)
        if let chosen = Self.chosen {
            guard chosen / 1_000_000 == part else { return }
            seeds = chosen..<(chosen + 1)
        }
        // A piece at a time, so that all parts go on together.
        var failures: [String] = []
        for start in stride(from: seeds.lowerBound, to: seeds.upperBound, by: 50) {
            let piece = start..<min(start + 50, seeds.upperBound)
            failures += await SimulationBench.run { piece.compactMap { Self.complaint(seed: $0, weather) } }
        }
        for failure in failures.prefix(5) { Issue.record("\(failure)") }
        if failures.count > 5 { Issue.record("and \(failures.count - 5) more of \(seeds.count)") }
    }

    private static func complaint(seed: UInt64, _ weather: SimulationPlan.Weather) -> String? {
        let simulation = CallSimulation(SimulationPlan(seed: seed, weather: weather))
        let trace: ((String) -> Void)? = Self.chosen == nil ? nil : { print($0) }
        return simulation.complaint(about: simulation.run(trace: trace)).map { "\($0), in \(simulation.plan)" }
    }
}
