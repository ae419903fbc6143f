// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Compiles a file in which every line marked `// illegal` must be an error, and no other line.
@Suite struct TwiMLNestingTests {
    static let source = #"""
        import Twilio
        func check(_ flag: Bool) {
            _ = Response { Say("fine"); Gather { Say("fine") }; Connect { Stream(url: "wss://a") }; Hangup() }
            _ = Response { Reject(reason: .busy) }
            _ = Response { Gather { Hangup() } } // illegal
            _ = Response { Gather { Gather() } } // illegal
            _ = Response { Gather { Connect { Stream(url: "wss://a") } } } // illegal
            _ = Response { Gather { "text" } } // illegal
            _ = Response { Say("first"); Reject() } // illegal
            _ = Response { Reject(); Say("after") } // illegal
            _ = Response { Reject(); Reject() } // illegal
            _ = Response { Gather { Reject() } } // illegal
            _ = Response { Connect { } } // illegal
            _ = Response { Connect { Say("x") } } // illegal
            _ = Response { Connect { Stream(url: "wss://a"); Stream(url: "wss://b") } } // illegal
            _ = Response { Connect { if flag { Stream(url: "wss://a") } } } // illegal
            _ = Response { Stream(url: "wss://a") } // illegal
            _ = Response { Parameter(name: "a", value: "b") } // illegal
            _ = Response { Connect { Stream(url: "wss://a") { Say("x") } } } // illegal
            _ = Response { Number("+1") } // illegal
            _ = Response { Dial { Say("x") } } // illegal
            _ = Response { Dial { Dial("+1") } } // illegal
            _ = Response { Response { } } // illegal
            _ = Response { Say { Say("x") } } // illegal
        }

        """#

    /// Where the build put the module under test; the test runner lies beside it.
    private static let modules = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("Modules").path
    private static let swiftc = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/swiftc" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    private static var canCompile: Bool {
        self.swiftc != nil && FileManager.default.fileExists(atPath: self.modules + "/Twilio.swiftmodule")
    }

    @Test(.enabled(if: canCompile, "needs swiftc and the module's build folder"))
    func illegalNestingDoesNotCompile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nesting-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("nesting.swift")
        try Self.source.write(to: file, atomically: true, encoding: .utf8)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.swiftc))
        process.arguments = [
            "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm", "-I", Self.modules, file.path,
        ]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        let lines = Self.source.split(separator: "\n", omittingEmptySubsequences: false)
        let illegal = Set(lines.indices.filter { lines[$0].hasSuffix("// illegal") }.map { $0 + 1 })
        let refused = Set(
            output.split(separator: "\n").filter { $0.contains("nesting.swift:") && $0.contains(" error: ") }.compactMap
            {
                Int($0.split(separator: ":")[1])
            }
        )
        #expect(illegal.count == 20)
        #expect(refused == illegal, "\(output)")
    }
}
