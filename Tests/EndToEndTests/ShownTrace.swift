// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A span as `scripts/show-traces` reads it, with OpenTelemetry's own messages in Python.
struct ShownTrace: Decodable {
    var trace: String
    var id: String
    var parent: String
    var name: String
    var start: UInt64
    var end: UInt64
    /// Those that are texts.
    var attributes: [String: String]
    /// The traces it refers to.
    var links: [String]

    private struct Link: Decodable {
        var trace: String
    }

    private enum Key: String, CodingKey {
        case trace, id, parent, name, start, end, attributes, links
    }

    private struct Text: Decodable {
        var value: String?

        init(from decoder: any Decoder) throws {
            self.value = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.trace = try values.decode(String.self, forKey: .trace)
        self.id = try values.decode(String.self, forKey: .id)
        self.parent = try values.decode(String.self, forKey: .parent)
        self.name = try values.decode(String.self, forKey: .name)
        self.start = try values.decode(UInt64.self, forKey: .start)
        self.end = try values.decode(UInt64.self, forKey: .end)
        self.attributes = try values.decode([String: Text].self, forKey: .attributes).compactMapValues(\.value)
        self.links = try values.decode([Link].self, forKey: .links).map(\.trace)
    }

    static let isInstalled = (try? Self.run(["--json", "/dev/null"])) != nil
    static let mend = "OpenTelemetry's Python messages are not installed: pip install opentelemetry-proto"

    /// The spans of a request's body.
    static func spans(_ body: [UInt8]) throws -> [ShownTrace] {
        let file = FileManager.default.temporaryDirectory.appending(path: "otlp-\(UUID()).bin")
        try Data(body).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try JSONDecoder().decode([ShownTrace].self, from: try self.run(["--json", file.path()]))
    }

    private struct Failure: Error {
        var status: Int32
    }

    private static func run(_ arguments: [String]) throws -> Data {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root.appending(path: "scripts/show-traces").path()] + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
        return data
    }
}
