// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Prometheus' own readers: `promtool`, and the parser of the Python package `prometheus_client`.
enum MetricsOracle {
    struct Run {
        let status: Int32
        let output: String
    }

    static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool", "/opt/homebrew/bin/promtool"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    static let promtoolMend = "promtool is not installed: apt-get install prometheus"
    static let hasPython = (try? Self.python("import prometheus_client.openmetrics.parser", [])).map(\.status) == 0
    static let pythonMend = "needs python3 with the package prometheus-client"

    /// `promtool check metrics`: reads the text format and judges names, kinds and help.
    static func promtool(check text: [UInt8]) throws -> Run {
        try Self.run([Self.promtool ?? "promtool", "check", "metrics"], text)
    }

    /// Reads OpenMetrics strictly; prints how many samples there are.
    static func openMetrics(parse text: [UInt8]) throws -> Run {
        try Self.python(
            """
            import sys
            from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
            print(sum(len(family.samples) for family in read(sys.stdin.read())))
            """,
            text
        )
    }

    private static func python(_ script: String, _ input: [UInt8]) throws -> Run {
        try Self.run(["/usr/bin/env", "python3", "-c", script], input)
    }

    /// Input and output are files: nobody waits for a pipe to be read.
    private static func run(_ command: [String], _ input: [UInt8]) throws -> Run {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-metrics-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, target) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input).write(to: source)
        try Data().write(to: target)
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = try FileHandle(forReadingFrom: source)
        let output = try FileHandle(forWritingTo: target)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: try String(contentsOf: target, encoding: .utf8))
    }
}
