// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Testing

@testable import Telemetry

/// The two formats, byte for byte. The texts follow Prometheus' "Exposition formats" (text format 0.0.4) and the OpenMetrics
/// specification 1.0.0.
struct ExpositionTests {
    private static let metrics: [MetricDescription] = [
        .counter(
            "calls_total",
            "Calls, with a \"quote\", a \\ and\na line.",
            labels: [MetricLabel("way", ["in", "out"])]
        ),
        .counter("lost_seconds_total", "Lost."),
        .gauge("open", "Open now.", labels: [MetricLabel("path", ["C:\\DIR\n\"x\"", "plain"])]),
        .histogram("wait_seconds", "Waiting.", bounds: [0.005, 0.25, 1]),
    ]

    private func filled() throws -> PrometheusRegistry {
        let registry = PrometheusRegistry(try MetricCatalog(Self.metrics))
        let factory = PrometheusMetricsFactory(registry)
        Counter(label: "calls_total", dimensions: [("way", "in")], factory: factory).increment(by: 3)
        FloatingPointCounter(label: "lost_seconds_total", factory: factory).increment(by: 0.1)
        Gauge(label: "open", dimensions: [("path", "C:\\DIR\n\"x\"")], factory: factory).record(-1.5)
        Gauge(label: "open", dimensions: [("path", "plain")], factory: factory).record(Double.infinity)
        let timer = Timer(label: "wait_seconds", factory: factory)
        for milliseconds in [5, 6, 250, 3_000] { timer.recordMilliseconds(milliseconds) }
        return registry
    }

    @Test func writesPrometheusText() throws {
        let text = String(decoding: try self.filled().exposition(.text), as: UTF8.self)
        #expect(
            text == #"""
                # HELP calls_total Calls, with a "quote", a \\ and\na line.
                # TYPE calls_total counter
                calls_total{way="in"} 3
                calls_total{way="out"} 0
                # HELP lost_seconds_total Lost.
                # TYPE lost_seconds_total counter
                lost_seconds_total 0.1
                # HELP open Open now.
                # TYPE open gauge
                open{path="C:\\DIR\n\"x\""} -1.5
                open{path="plain"} +Inf
                # HELP wait_seconds Waiting.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.005"} 1
                wait_seconds_bucket{le="0.25"} 3
                wait_seconds_bucket{le="1.0"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 3.261
                wait_seconds_count 4

                """#
        )
    }

    @Test func writesOpenMetrics() throws {
        let text = String(decoding: try self.filled().exposition(.openMetrics), as: UTF8.self)
        #expect(
            text == #"""
                # TYPE calls counter
                # HELP calls Calls, with a \"quote\", a \\ and\na line.
                calls_total{way="in"} 3
                calls_total{way="out"} 0
                # TYPE lost_seconds counter
                # UNIT lost_seconds seconds
                # HELP lost_seconds Lost.
                lost_seconds_total 0.1
                # TYPE open gauge
                # HELP open Open now.
                open{path="C:\\DIR\n\"x\""} -1.5
                open{path="plain"} +Inf
                # TYPE wait_seconds histogram
                # UNIT wait_seconds seconds
                # HELP wait_seconds Waiting.
                wait_seconds_bucket{le="0.005"} 1
                wait_seconds_bucket{le="0.25"} 3
                wait_seconds_bucket{le="1.0"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 3.261
                wait_seconds_count 4
                # EOF

                """#
        )
    }

    @Test func nothingCountedIsAnEmptyAnswerWithAnEnd() throws {
        let registry = PrometheusRegistry(try MetricCatalog([.gauge("open", "Open now.")]))
        #expect(registry.exposition(.text).isEmpty)
        #expect(String(decoding: registry.exposition(.openMetrics), as: UTF8.self) == "# EOF\n")
    }

    @Test func writesTheSameTwice() throws {
        let registry = try self.filled()
        #expect(registry.exposition(.text) == registry.exposition(.text))
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (1e-05, "1e-05"), (1.5e300, "1.5e+300"),
        (9_007_199_254_740_991, "9007199254740991"), (1e16, "1e+16"), (.nan, "NaN"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (.leastNonzeroMagnitude, "5e-324"), (1.0 / 3, "0.3333333333333333"),
    ])
    func writesNumbersThatAreReadAsTheSame(_ value: Double, _ text: String) {
        #expect(ExpositionWriter.text(.real(value)) == text)
        if value.isFinite { #expect(Double(text) == value) }
    }

    @Test func wholeNumbersStayExact() {
        #expect(ExpositionWriter.text(.integer(.max)) == "18446744073709551615")
    }
}
