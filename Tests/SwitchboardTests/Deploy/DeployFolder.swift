// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the project ships for Prometheus and Grafana, as it lies in the tree.
enum DeployFolder {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let prometheus = Self.root.appending(path: "deploy/prometheus")
    static let dashboards = ["calls", "engine-room"].map {
        Self.root.appending(path: "deploy/grafana/dashboards/switchboard-\($0).json")
    }

    /// A query of a dashboard, and the title of its panel.
    struct Query: Sendable {
        var panel: String
        var text: String
    }

    private struct Dashboard: Decodable {
        struct Panel: Decodable {
            struct Target: Decodable {
                var expr: String
            }

            var title: String
            var targets: [Target]?
        }

        struct Annotations: Decodable {
            struct Annotation: Decodable {
                var name: String
                var expr: String
            }

            var list: [Annotation]
        }

        var panels: [Panel]
        var annotations: Annotations
    }

    /// All queries of a dashboard, with Grafana's variables replaced by what they stand for.
    static func queries(of dashboard: URL) throws -> [Query] {
        let board = try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: dashboard))
        let panels = board.panels.flatMap { panel in
            (panel.targets ?? []).map { Query(panel: panel.title, text: $0.expr) }
        }
        let annotations = board.annotations.list.map { Query(panel: $0.name, text: $0.expr) }
        return (panels + annotations).map { query in
            var query = query
            for (name, value) in [
                ("$__rate_interval", "1m"), ("$__interval", "1m"), ("$job", "switchboard"), ("$instance", ".*"),
            ] {
                query.text = query.text.replacing(name, with: value)
            }
            return query
        }
    }

    /// The names of our metrics in a text, as they are in the catalogue: without what a histogram adds to its name.
    static func metrics(in text: String) -> Set<String> {
        let names = text.matches(of: #/\b(?:switchboard|process)_[a-z_]+\b/#).map { String($0.output) }
        return Set(
            names.map { name in
                for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
                    return String(name.dropLast(suffix.count))
                }
                return name
            }
        )
    }
}
