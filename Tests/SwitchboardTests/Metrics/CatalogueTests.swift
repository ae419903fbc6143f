// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Foundation
import Telemetry
import Testing

@testable import switchboard

/// All metrics of the server, as they are described, recorded, documented and read.
@Suite(.timeLimit(.minutes(2)))
struct CatalogueTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func catalog() throws -> MetricCatalog { try MetricCatalog.all(version: "1.2.3") }

    /// R70.
    @Test func allSeriesTogetherAreFewerThanTwoThousandWhateverHappens() throws {
        let catalog = try Self.catalog()
        #expect(catalog.mostLines < 2_000, "\(catalog.mostLines)")
    }

    @Test func describesThePublicNames() throws {
        let labels = Dictionary(
            uniqueKeysWithValues: try Self.catalog().metrics.map { ($0.name, $0.labels.map(\.name)) }
        )
        #expect(labels["switchboard_calls_active"] == ["direction"])
        #expect(labels["switchboard_calls_total"] == ["direction", "result", "reason"])
        #expect(labels["switchboard_call_duration_seconds"] != nil)
        #expect(labels["switchboard_media_frames_total"] == ["direction"])
        #expect(labels["switchboard_audio_lost_seconds_total"] == [])
        #expect(labels["switchboard_transcript_confidence"] == [])
        #expect(labels["switchboard_turn_latency_seconds"] == ["stage"])
        #expect(labels["switchboard_webhook_requests_total"] == ["route", "status"])
        #expect(labels["switchboard_rate_limited_total"] == ["scope"])
        #expect(labels["switchboard_engine_reconnects_total"] == ["engine"])
        #expect(labels["switchboard_breaker_state"] == ["dependency"])
        #expect(labels["switchboard_store_backlog_events"] == [])
        #expect(labels["switchboard_build_info"] == ["version"])
        for name in ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"] {
            #expect(labels[name] == [])
        }
    }

    @Test func describesWhatIsRecordedAndNothingElse() throws {
        let described = Set(try Self.catalog().metrics.map(\.name).filter { $0.hasPrefix("switchboard_") })
        let recorded = try Self.recordedNames()
        #expect(recorded.subtracting(described).isEmpty, "recorded and not described")
        #expect(described.subtracting(recorded).isEmpty, "described and not recorded")
    }

    /// The names in every source file that records metrics.
    private static func recordedNames() throws -> Set<String> {
        let sources = Self.root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let name = file.lastPathComponent
            let text = try String(contentsOf: file, encoding: .utf8)
            let isRecorder = text.contains("import CoreMetrics\n") || text.contains("import Telemetry\n")
            guard isRecorder, !name.hasPrefix("MetricCatalog") else { continue }
            names.formUnion(text.matches(of: /"(switchboard_[a-z0-9_]+)"/).map { String($0.1) })
        }
        return names
    }

    @Test(.enabled(if: MetricsOracle.promtool != nil, "\(MetricsOracle.promtoolMend)"))
    func promtoolFindsNothingToSayAboutAnyMetric() throws {
        let registry = try Self.everythingRecorded()
        let run = try MetricsOracle.promtool(check: registry.exposition(.text))
        #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
    }

    @Test(.enabled(if: MetricsOracle.hasPython, "\(MetricsOracle.pythonMend)"))
    func theOfficialParserReadsEveryLine() throws {
        let registry = try Self.everythingRecorded()
        let text = registry.exposition(.openMetrics)
        let lines = text.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
        let run = try MetricsOracle.openMetrics(parse: text)
        #expect(run.status == 0 && run.output == "\(lines.count)\n", "\(run.output)")
        let catalog = try Self.catalog()
        #expect(lines.count <= catalog.mostLines && lines.count > catalog.mostLines / 2, "\(lines.count)")
    }

    @Test(
        .enabled(if: MetricsOracle.promtool != nil, "\(MetricsOracle.promtoolMend)"),
        .enabled(if: MetricsOracle.hasPython, "\(MetricsOracle.pythonMend)")
    )
    func hostileTextIsReadAsWhatItIs() throws {
        let hostile = ["a\"} 1\nfake 2", "back\\slash\\", "\u{202E}\u{0}\t🧾", ""]
        let metric = MetricDescription.gauge("a", "H \"elp\"\\\n# EOF", labels: [MetricLabel("way", hostile)])
        let registry = PrometheusRegistry(try MetricCatalog([metric]))
        registry.collect("all") { hostile.map { MetricSample("a", labels: [$0], .nan) } }
        let text = registry.exposition(.text)
        #expect(try MetricsOracle.promtool(check: text).output == "")
        #expect(try MetricsOracle.openMetrics(parse: registry.exposition(.openMetrics)).output == "4\n")
    }

    @Test func theOraclesCanObject() throws {
        if MetricsOracle.promtool != nil {
            #expect(try MetricsOracle.promtool(check: Array("# TYPE a counter\na 1\n".utf8)).status != 0)
        }
        if MetricsOracle.hasPython {
            #expect(try MetricsOracle.openMetrics(parse: Array("a 1\n".utf8)).status != 0)
        }
    }

    @Test func theDocumentHasTheTable() throws {
        let file = Self.root.appending(path: "docs/metrics.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.split(
            separator: /<!-- (?:begin|end) of the table -->\n/,
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        try #require(parts.count == 3)
        let table = MetricsTable.text(try Self.catalog())
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            let updated =
                "\(parts[0])<!-- begin of the table -->\n\(table)<!-- end of the table -->\n\(parts[2])"
            try updated.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(String(parts[1]) == table, "write it anew with UPDATE_DOCS=1")
        }
    }

    /// Every metric with every label it may have, and a series of everything refused.
    private static func everythingRecorded() throws -> PrometheusRegistry {
        let registry = try ServerMetrics.registry(version: "1.2.3")
        let factory = PrometheusMetricsFactory(registry)
        for metric in try Self.catalog().metrics {
            let unknown = metric.labels.map { ($0.name, "no such value!") }
            for labels in Self.combinations(metric) + [unknown] {
                switch metric.kind {
                case .counter: Counter(label: metric.name, dimensions: labels, factory: factory).increment()
                case .gauge: Gauge(label: metric.name, dimensions: labels, factory: factory).record(0.5)
                case .histogram: Timer(label: metric.name, dimensions: labels, factory: factory).recordSeconds(2)
                }
            }
        }
        return registry
    }

    private static func combinations(_ metric: MetricDescription) -> [[(String, String)]] {
        let all = metric.labels.reduce(into: [[(String, String)]]([[]])) { rows, label in
            let values: [String] =
                switch label.values {
                case .closed(let values): values
                case .open(let count): (0..<count).map { "value_\($0)" }
                }
            rows = rows.flatMap { row in values.map { row + [(label.name, $0)] } }
        }
        return Array(all.prefix(metric.limit))
    }
}
