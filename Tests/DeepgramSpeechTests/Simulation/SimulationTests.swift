// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Thousands of calls with faults in every mixture, in virtual time: the words reported are the words spoken, in order, once,
/// at their times. A schedule that fails names its seed; `SIMULATION_SEED=12345` plays that one alone.
@Suite struct SimulationTests {
    /// Seeds that once failed, or that are to be played alone.
    private static let chosen = ProcessInfo.processInfo.environment["SIMULATION_SEED"].flatMap(UInt64.init)
    /// More or fewer schedules in each part.
    private static let share =
        ProcessInfo.processInfo.environment["SIMULATION_SCHEDULES"].flatMap(UInt64.init).map { $0 / 10 } ?? 1000

    @Test(arguments: 0..<7 as Range<UInt64>) func noWordIsLostInRoughWeather(part: UInt64) async {
        await Self.play(part, .rough)
    }

    @Test(arguments: 7..<9 as Range<UInt64>) func whatIsLostInALongOutageIsTold(part: UInt64) async {
        await Self.play(part, .long)
    }

    @Test(arguments: 10..<11 as Range<UInt64>) func noWordIsLostAtFlux(part: UInt64) async {
        await Self.play(part, .flux)
    }

    @Test(arguments: 9..<10 as Range<UInt64>) func anotherEngineHearsTheRest(part: UInt64) async {
        await Self.play(part, .hopeless)
    }

    private static func play(_ part: UInt64, _ weather: SimulationPlan.Weather) async {
        let seeds = part * 1_000_000..<(part * 1_000_000 + Self.share)
        var failures: [String] = []
        for seed in seeds where Self.chosen == nil || Self.chosen == seed {
            // Others may have something to do that cannot wait.
            await Task.yield()
            let simulation = CallSimulation(SimulationPlan(seed: seed, weather: weather))
            let trace: ((String) -> Void)? = Self.chosen == nil ? nil : { print($0) }
            guard let complaint = simulation.complaint(about: simulation.run(trace: trace)) else { continue }
            failures.append("\(complaint), in \(simulation.plan)")
        }
        if let chosen = Self.chosen, seeds.upperBound <= chosen, chosen < (part + 1) * 1_000_000 {
            let simulation = CallSimulation(SimulationPlan(seed: chosen, weather: weather))
            if let complaint = simulation.complaint(about: simulation.run()) { failures.append(complaint) }
        }
        for failure in failures.prefix(5) { Issue.record("\(failure)") }
        if failures.count > 5 { Issue.record("and \(failures.count - 5) more of \(seeds.count)") }
    }
}
