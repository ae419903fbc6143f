// SPDX-License-Identifier: Apache-2.0

import Foundation

/// OpenTelemetry's own messages in Python (`pip install opentelemetry-proto`), through `scripts/show-traces`.
enum OfficialMessages {
    static let isInstalled = (try? Self.run(["--json", "/dev/null"])) != nil
    static let mend = "OpenTelemetry's Python messages are not installed: pip install opentelemetry-proto"

    /// A span as the official package reads it.
    struct Span: Decodable {
        struct Event: Decodable {
            var name: String
            var time: UInt64
            var attributes: [String: Value]
        }

        struct Link: Decodable {
            var trace: String
            var id: String
            var state: String
            var attributes: [String: Value]
        }

        struct Status: Decodable {
            var code: Int
            var message: String
        }

        var resource: [String: Value]
        var scope: [String: String]
        var trace: String
        var id: String
        var parent: String
        var state: String
        var flags: UInt32
        var name: String
        var kind: String
        var start: UInt64
        var end: UInt64
        var attributes: [String: Value]
        var events: [Event]
        var links: [Link]
        var status: Status
        var dropped: [Int]
    }

    /// A value of an attribute.
    enum Value: Decodable, Equatable {
        case flag(Bool)
        case number(Double)
        case text(String)
        case list([Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .list(try container.decode([Value].self))
            }
        }
    }

    /// The spans of a request's body.
    static func spans(_ body: [UInt8]) throws -> [Span] {
        let file = FileManager.default.temporaryDirectory.appending(path: "otlp-\(UUID()).bin")
        try Data(body).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try JSONDecoder().decode([Span].self, from: try self.run(["--json", file.path()]))
    }

    private struct Failure: Error {
        var status: Int32
    }

    private static func run(_ arguments: [String]) throws -> Data {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
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
