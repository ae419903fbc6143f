// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CoreMetrics
import Dispatch
import Telemetry

/// What counting costs: nanoseconds for one operation, on one thread and on several that count in the same series at once.
///
/// ```sh
/// SWITCHBOARD_BENCHMARKS=1 swift run --build-path .build-release -c release metrics-cost
/// perf stat -e instructions:u .build-release/release/metrics-cost --operation increment --threads 1
/// ```
/// For instructions, divide by the number of operations.
@main
struct MetricsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics-cost",
        abstract: "Measures what one increment, observation or look-up of a handle costs."
    )

    @Option(help: "increment, add, set, observe, handle or exposition; default is all of them.")
    var operation: CostlyOperation?
    @Option(help: "Threads that do it at once; default is 1, 2 and 4.") var threads: Int?
    @Option(help: "How often each thread does it.") var count = 2_000_000

    func run() throws {
        let registry = PrometheusRegistry(try Self.catalog())
        let factory = PrometheusMetricsFactory(registry)
        for operation in self.operation.map({ [$0] }) ?? CostlyOperation.allCases {
            // Writing everything takes thousands of times as long as counting one.
            let rounds = operation == .exposition ? max(1, self.count / 10_000) : self.count
            for threads in self.threads.map({ [$0] }) ?? [1, 2, 4] {
                let clock = ContinuousClock()
                let time = clock.measure {
                    DispatchQueue.concurrentPerform(iterations: threads) { _ in
                        operation.perform(rounds, factory, registry)
                    }
                }
                let nanoseconds = time / .nanoseconds(1) / Double(rounds)
                let text = "\((nanoseconds * 10).rounded() / 10)"
                print("\(operation.rawValue) threads \(threads) operations \(rounds) ns/operation \(text)")
            }
        }
    }

    /// As many series as a busy server has.
    private static func catalog() throws -> MetricCatalog {
        let routes = MetricLabel("route", (0..<40).map { "/api/route\($0)" })
        return try MetricCatalog([
            .counter("events_total", "Events.", labels: [MetricLabel("direction", ["inbound", "outbound"])]),
            .counter("lost_seconds_total", "Lost."), .gauge("level", "Level."),
            .histogram("wait_seconds", "Waiting.", bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
            .counter("requests_total", "Requests.", labels: [routes, MetricLabel("status", atMost: 10)], limit: 400),
        ])
    }
}
