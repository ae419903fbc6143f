// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Compiles a file in which every line marked `// illegal` must be an error and no other line, and the examples of the
/// documentation.
@Suite struct TwiMLNestingTests {
    static let source = #"""
        import Twilio
        func check(_ flag: Bool) {
            _ = Response { Say("fine"); Gather { Say("fine") }; Connect { Stream(url: "wss://a") }; Hangup() }
            _ = Response { Reject(reason: .busy) }
            _ = Response { Start { Stream(url: "wss://a"); Siprec(); Transcription(); Recording() } }
            _ = Response { Stop { Stream(name: "a"); Siprec(name: "b"); Transcription() }; Echo(); Leave(); Refer("") }
            _ = Response { Pay { Prompt(purpose: .cardNumber) { Pause() }; Parameter(name: "a", value: "b") } }
            _ = Response { Say { "a"; SSML.Paragraph { SSML.Sentence { "b"; SSML.Word("c") }; "d" }; SSML.Break() } }
            _ = Response { Dial { Number("+1"); Client("a"); Sip("sip:a@b"); Queue("q"); Conference("c"); Sim("s") } }
            _ = Response { Dial { WhatsApp("+1"); TwiMLApplication("AP"); Sip { SipUri("sip:a@b") } } }
            _ = Response { Connect { ConversationRelay(url: "wss://a") { RelayLanguage(code: .deDE) } } }
            _ = Response { Connect { VirtualAgent { Config(name: "a"); Parameter(name: "a", value: "b") } } }
            _ = Response { if flag { Say("x") } else { Echo() }; for _ in 0..<2 { Pause() }; if flag { Leave() } }
            _ = Response { if #available(macOS 99, *) { Leave() }; [Say("a"), Say("b")]; Enqueue("q") }
            _ = Response { Connect { Stream(url: "wss://a").attribute("x", "y") }; Sms("x").attribute("x", "y") }
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
            _ = Response { Prompt { Say("x") } } // illegal
            _ = Response { Gather { Prompt { Say("x") } } } // illegal
            _ = Response { Pay { Say("x") } } // illegal
            _ = Response { Pay { Prompt { Gather() } } } // illegal
            _ = Response { Pay { Prompt { Prompt { } } } } // illegal
            _ = Response { Start { Say("x") } } // illegal
            _ = Response { Start { ConversationRelay(url: "wss://a") } } // illegal
            _ = Response { Start { Room("x") } } // illegal
            _ = Response { Stop { Recording() } } // illegal
            _ = Response { Stop { Room("x") } } // illegal
            _ = Response { Connect { Siprec(name: "a") } } // illegal
            _ = Response { Connect { Transcription() } } // illegal
            _ = Response { Connect { Recording() } } // illegal
            _ = Response { Connect { Number("+1") } } // illegal
            _ = Response { Connect { Conference("x") } } // illegal
            _ = Response { Dial { Stream(url: "wss://a") } } // illegal
            _ = Response { Dial { Room("x") } } // illegal
            _ = Response { Dial { SipUri("sip:a@b") } } // illegal
            _ = Response { Dial { Sip { Number("+1") } } } // illegal
            _ = Response { Dial { Client("x") { Config(name: "a", value: "b") } } } // illegal
            _ = Response { Dial { "+1" } } // illegal
            _ = Response { Client("x") } // illegal
            _ = Response { Queue("x") } // illegal
            _ = Response { Conference("x") } // illegal
            _ = Response { Room("x") } // illegal
            _ = Response { Siprec() } // illegal
            _ = Response { ConversationRelay(url: "wss://a") } // illegal
            _ = Response { RelayLanguage(code: .deDE) } // illegal
            _ = Response { Config(name: "a", value: "b") } // illegal
            _ = Response { Connect { ConversationRelay(url: "wss://a") { Config(name: "a", value: "b") } } } // illegal
            _ = Response { Connect { VirtualAgent { RelayLanguage(code: .deDE) } } } // illegal
            _ = Response { Start { Transcription { RelayLanguage(code: .deDE) } } } // illegal
            _ = Response { Start { Stream(url: "wss://a") { Config(name: "a", value: "b") } } } // illegal
            _ = Response { "text" } // illegal
            _ = Response { SSML.Break() } // illegal
            _ = Response { Gather { SSML.Break() } } // illegal
            _ = Response { Say { Pause() } } // illegal
            _ = Response { Say { SSML.Sentence { SSML.Paragraph("x") } } } // illegal
            _ = Response { Say { SSML.Sentence { SSML.Sentence("x") } } } // illegal
            _ = Response { Say { SSML.Paragraph { SSML.Paragraph("x") } } } // illegal
            _ = Response { Say { SSML.Emphasis { SSML.Sentence("x") } } } // illegal
            _ = Response { Say { SSML.Emphasis { SSML.Paragraph("x") } } } // illegal
            _ = Response { Say { SSML.Word { SSML.Word("x") } } } // illegal
            _ = Response { Say { SSML.Word { SSML.Language("x") } } } // illegal
            _ = Response { Say { SSML.Word { SSML.Sentence("x") } } } // illegal
            _ = Response { Say { SSML.Break { "x" } } } // illegal
            _ = Response { Say { SSML.SayAs { "x" } } } // illegal
            _ = Response { Gather { Number("+1").attribute("a", "b") } } // illegal
            _ = Response { Dial { Say("x").attribute("a", "b") } } // illegal
            _ = Response { Say("x").attribute(String(flag), "b") } // illegal
            _ = Response { Say("x"); Reject().attribute("a", "b") } // illegal
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

    /// The examples of docs/twiml.md, each as the body of a function.
    private static func examples() throws -> String {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/twiml.md").standardizedFileURL
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n").dropFirst()
        let code = blocks.compactMap { $0.components(separatedBy: "```").first }.joined(separator: "\n")
        return "import Twilio\nfunc examples() throws {\n"
            + code.replacingOccurrences(of: "import Twilio\n", with: "") + "}\n"
    }

    @Test(.enabled(if: canCompile, "needs swiftc and the module's build folder"))
    func illegalNestingDoesNotCompile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nesting-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("nesting.swift")
        try Self.source.write(to: file, atomically: true, encoding: .utf8)

        let page = folder.appendingPathComponent("documentation.swift")
        let examples = try Self.examples()
        #expect(examples.contains("Annotate"))
        try examples.write(to: page, atomically: true, encoding: .utf8)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.swiftc))
        process.arguments = [
            "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm", "-I", Self.modules, file.path, page.path,
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
        #expect(illegal.count == 71)
        #expect(refused == illegal, "\(output)")
        #expect(!output.contains("documentation.swift:"), "\(output)")
    }
}
