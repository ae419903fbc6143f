// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Grafana's own Python package of the schema of dashboards (`pip install grafana-foundation-sdk`), as a process.
enum GrafanaSchema {
    private static let script = """
        import json, sys
        from grafana_foundation_sdk.cog.encoder import JSONEncoder
        from grafana_foundation_sdk.cog.plugins import register_default_plugins
        from grafana_foundation_sdk.models.dashboard import Dashboard
        register_default_plugins()
        source = json.load(open(sys.argv[1]))
        known = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(source)))
        def compare(a, b, path):
            if isinstance(a, dict):
                for key, value in a.items():
                    if not isinstance(b, dict) or key not in b: print(path + "." + key)
                    else: compare(value, b[key], path + "." + key)
            elif isinstance(a, list):
                for index, value in enumerate(a):
                    if not isinstance(b, list) or index >= len(b): print(f"{path}.{index}")
                    else: compare(value, b[index], f"{path}.{index}")
            elif a != b: print(path)
        compare(source, known, "")
        """

    static let isInstalled = (try? Tool.run(["python3", "-c", "import grafana_foundation_sdk"]).status) == 0

    /// The paths of fields that are not there, or other, after the file was read and written again.
    static func fieldsLost(reading dashboard: URL) throws -> [String] {
        let outcome = try Tool.run(["python3", "-c", Self.script, dashboard.path()])
        guard outcome.status == 0 else { throw CocoaError(.fileReadCorruptFile, userInfo: ["output": outcome.output]) }
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
