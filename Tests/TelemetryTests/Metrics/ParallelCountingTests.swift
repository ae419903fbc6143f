// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Dispatch
import Testing

@testable import Telemetry

/// Threads that count at once, without a lock.
@Suite(.timeLimit(.minutes(2)))
struct ParallelCountingTests {
    private static let threads = 8
    private static let rounds = 20_000

    @Test func everythingCountedFromManyThreadsAddsUpExactly() throws {
        let registry = PrometheusRegistry(
            try MetricCatalog([
                .counter("a_total", "A."), .counter("b_total", "B."), .gauge("c", "C."),
                .histogram("d", "D.", bounds: [1, 2, 3]),
            ])
        )
        let factory = PrometheusMetricsFactory(registry)
        DispatchQueue.concurrentPerform(iterations: Self.threads) { _ in
            let whole = Counter(label: "a_total", factory: factory)
            let meter = Meter(label: "c", factory: factory)
            let recorder = Recorder(label: "d", factory: factory)
            guard case .counter(let rest)? = registry.cell("b_total", [], where: { _ in true }) else { return }
            for round in 0..<Self.rounds {
                whole.increment()
                // Binary fractions, so that no addition rounds.
                rest.increment(by: 0.25)
                meter.increment(by: 0.5)
                recorder.record(round % 4 + 1)
            }
        }
        let all = Self.threads * Self.rounds
        let expected = [
            "a_total \(all)", "b_total \(all / 4)", "c \(all / 2)", #"d_bucket{le="1.0"} \#(all / 4)"#,
            #"d_bucket{le="2.0"} \#(all / 2)"#, #"d_bucket{le="3.0"} \#(all / 4 * 3)"#,
            #"d_bucket{le="+Inf"} \#(all)"#, "d_sum \(all / 4 * 10)", "d_count \(all)",
        ]
        let lines = String(decoding: registry.exposition(.text), as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { !$0.hasPrefix("#") }.map(String.init) == expected)
    }

    @Test func readingWhileOthersCountShowsNoBucketAboveItsCount() throws {
        let registry = PrometheusRegistry(try MetricCatalog([.histogram("d", "D.", bounds: [1, 2, 3])]))
        let factory = PrometheusMetricsFactory(registry)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            let recorder = Recorder(label: "d", factory: factory)
            for round in 0..<2_000 {
                guard thread == 0 else { recorder.record(round % 5 + 1); continue }
                guard round % 20 == 0, case .histogram(let value) = registry.snapshot()[0].series[0].value else {
                    continue
                }
                #expect(zip(value.counts, value.counts.dropFirst()).allSatisfy { $0 <= $1 })
            }
        }
    }

    /// R70: what strangers choose makes no series.
    @Test func aHundredThousandCallersAndPathsMakeNoSeries() throws {
        let routes = ["/api/calls", "/api/calls/:sid", "unknown"]
        let catalog = try MetricCatalog([
            .counter("requests_total", "R.", labels: [MetricLabel("route", routes), MetricLabel("status", atMost: 8)]),
            .counter("callers_total", "C.", labels: [MetricLabel("caller", atMost: 50)]),
            .histogram("wait_seconds", "W.", bounds: [1, 2], labels: [MetricLabel("path", atMost: 50)]),
        ])
        let registry = PrometheusRegistry(catalog)
        let factory = PrometheusMetricsFactory(registry)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for number in 0..<25_000 {
                let (caller, path) = ("+1415\(thread)\(number)", "/p\(thread)/\(number)")
                Counter(label: "callers_total", dimensions: [("caller", caller)], factory: factory).increment()
                Counter(
                    label: "requests_total",
                    dimensions: [("route", path), ("status", "404")],
                    factory: factory
                ).increment()
                Timer(label: "wait_seconds", dimensions: [("path", path)], factory: factory).recordSeconds(1)
            }
        }
        let text = String(decoding: registry.exposition(.text), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count <= catalog.mostLines)
        #expect(lines.count == 1 + 1 + 51 * 5)
        #expect(!text.contains("+1415"))
        #expect(lines.contains(#"requests_total{route="other",status="other"} 100000"#))
        #expect(lines.contains(#"callers_total{caller="other"} 100000"#))
    }
}
