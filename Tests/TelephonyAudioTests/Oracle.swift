// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Other people's implementations, where they are installed.
enum Oracle {
    static let hasAudioop = (try? Self.python("print('yes')")) == "yes"
    static let hasSox = (try? Self.run("sox", ["--version"])) != nil

    struct Failed: Error {
        var status: Int32
    }

    static func python(_ program: String) throws -> String {
        try String(
            decoding: Self.run("python3", ["-W", "ignore", "-c", "import audioop, struct; " + program]),
            as: UTF8.self
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    static func run(_ tool: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return data
    }
}
