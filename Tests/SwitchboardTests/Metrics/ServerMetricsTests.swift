// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Telemetry
import Testing

@testable import switchboard

/// What the server shows before anything has happened.
struct ServerMetricsTests {
    private func lines(_ metrics: ServerMetrics) -> [String] {
        String(decoding: metrics.registry.exposition(.text), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func showsTheVersionAndItself() throws {
        let metrics = ServerMetrics(registry: try ServerMetrics.registry(version: "1.2.3"))
        let lines = self.lines(metrics)
        #expect(lines.contains(#"switchboard_build_info{version="1.2.3"} 1"#))
        #expect(lines.contains(#"switchboard_metrics_refused_total{cause="unknown_value"} 0"#))
        #expect(lines.contains("switchboard_audio_lost_seconds_total 0"))
        #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
    }

    @Test func showsWhatIsRefused() throws {
        let metrics = ServerMetrics(registry: try ServerMetrics.registry(version: "1.2.3"))
        PrometheusMetricsFactory(metrics.registry)
            .makeCounter(label: "switchboard_rate_limited_total", dimensions: [("scope", "+14155552671")])
            .increment(by: 1)
        let lines = self.lines(metrics)
        #expect(lines.contains(#"switchboard_metrics_refused_total{cause="unknown_value"} 1"#))
        #expect(lines.contains(#"switchboard_rate_limited_total{scope="other"} 1"#))
    }

    @Test func aProcessStartsThemOnce() throws {
        let first = try ServerMetrics.start()
        #expect(try ServerMetrics.start().registry === first.registry)
    }
}
