// SPDX-License-Identifier: Apache-2.0

import Foundation
import Telemetry
import Testing

@testable import switchboard

/// Dashboards ask for what there is, in a language Prometheus understands, and in a form Grafana reads.
@Suite(.timeLimit(.minutes(2)))
struct DashboardTests {
    /// Fields of data sources' own, which the schema of dashboards leaves open.
    private static let ownFields: Set<String> = ["definition", "titleFormat", "step"]

    @Test(
        .enabled(if: Tool.exists("promtool"), "needs promtool: apt-get install prometheus"),
        arguments: DeployFolder.dashboards
    )
    func everyQueryIsUnderstood(_ dashboard: URL) throws {
        let queries = try DeployFolder.queries(of: dashboard)
        #expect(queries.count > 15)
        let rules = try queries.enumerated().map { index, query in
            "  - record: query_\(index)\n    expr: \(try Self.json(query.text))\n"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yml")
        try Data(("groups:\n- name: dashboard\n  rules:\n" + rules.joined()).utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try Tool.run(["promtool", "check", "rules", file.path()])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func everyMetricThatIsAskedForExists() throws {
        let known = Set(try MetricCatalog.all(version: "0").metrics.map(\.name))
        let rules = try String(
            contentsOf: DeployFolder.prometheus.appending(path: "switchboard.rules.yml"),
            encoding: .utf8
        )
        let queries = try DeployFolder.dashboards.flatMap { try DeployFolder.queries(of: $0) }
        let asked = DeployFolder.metrics(in: rules + queries.map(\.text).joined(separator: "\n"))
        #expect(asked.count > 40)
        #expect(asked.subtracting(known).isEmpty)
    }

    @Test(
        .enabled(if: GrafanaSchema.isInstalled, "needs python3 with the package grafana-foundation-sdk"),
        arguments: DeployFolder.dashboards
    )
    func grafanasOwnSchemaKnowsEveryField(_ dashboard: URL) throws {
        let lost = try GrafanaSchema.fieldsLost(reading: dashboard)
        #expect(
            lost.allSatisfy { Self.ownFields.contains($0.split(separator: ".").last.map(String.init) ?? "") },
            "\(lost)"
        )
    }

    private static func json(_ text: String) throws -> String {
        // YAML knows the escapes of JSON, but promtool's reader not that of a slash.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
}
