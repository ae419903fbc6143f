// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import switchboard

/// The alerts are checked with Prometheus' own tool.
@Suite(.enabled(if: Tool.exists("promtool"), "needs promtool: apt-get install prometheus"), .timeLimit(.minutes(2)))
struct AlertTests {
    private static let rules = DeployFolder.prometheus.appending(path: "switchboard.rules.yml")

    @Test(arguments: [["check", "rules", "switchboard.rules.yml"], ["test", "rules", "switchboard.test.yml"]])
    func rulesPass(_ arguments: [String]) throws {
        let outcome = try Tool.run(["promtool"] + arguments, in: DeployFolder.prometheus)
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func theExampleConfigurationIsOne() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.copyItem(at: DeployFolder.prometheus, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("key".utf8).write(to: folder.appending(path: "switchboard.key"))
        let outcome = try Tool.run(["promtool", "check", "config", "prometheus.yml"], in: folder)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("switchboard.rules.yml"))
    }

    @Test func everyAlertIsTestedAndInTheDocumentation() throws {
        let rules = try String(contentsOf: Self.rules, encoding: .utf8)
        let tests = try String(
            contentsOf: DeployFolder.prometheus.appending(path: "switchboard.test.yml"),
            encoding: .utf8
        )
        let page = try String(contentsOf: DeployFolder.root.appending(path: "docs/dashboards.md"), encoding: .utf8)
        let alerts = rules.split(separator: "- alert: ").dropFirst().map { rule in
            (name: String(rule.prefix { !$0.isWhitespace }), severity: Self.severity(rule))
        }
        #expect(alerts.count > 20)
        for alert in alerts {
            let fires = tests.contains("alertname: \(alert.name)\n        exp_alerts:\n          - exp_labels")
            #expect(fires, "no test lets \(alert.name) fire")
            let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(alert.name)` |") }
            #expect(row?.hasSuffix("| \(alert.severity) |") == true, "\(alert.name) in docs/dashboards.md")
        }
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `Switchboard") }
        #expect(rows.count == alerts.count)
    }

    private static func severity(_ rule: Substring) -> String {
        String(rule.firstMatch(of: #/severity: ([a-z]+)/#)?.1 ?? "")
    }
}
