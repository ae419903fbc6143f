// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program that is run to its end.
enum Tool {
    /// What it said, on both outputs, and how it ended.
    struct Outcome {
        var output: String
        var status: Int32
    }

    /// Whether a program is on the PATH.
    static func exists(_ name: String) -> Bool { (try? Self.run(["which", name]).status) == 0 }

    /// Runs a program that needs no input and says no more than a pipe holds.
    static func run(_ command: [String], in folder: URL? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(output: String(decoding: data, as: UTF8.self), status: process.terminationStatus)
    }
}
