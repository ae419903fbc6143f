// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BenchmarkSupport
import Foundation
import NIOPosix
import SwitchboardTesting

/// Many calls over the server as shipped, with a simulated Deepgram that breaks: is every word in the transcript once?
@main
struct OutageBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outage",
        abstract:
            "Speaks numbered words in many calls while Deepgram breaks, and looks for each word in the transcripts.",
        discussion: "Exit 0 only if no word is lost, doubled, out of order or invented, and no audio was lost."
    )

    @Option(help: "The switchboard executable.") var server = ".build-release/release/switchboard"
    @Option(help: "Calls at once.") var calls = 200
    @Option(help: "The length of a call, in seconds.") var seconds = 120
    @Option(help: "Seconds over which the calls begin.") var ramp = 10
    @Option(help: "What goes wrong; docs/deepgram.md has the list.") var faults = "drop=10s"
    @Option(help: "A setting of the server, NAME=VALUE; may be given more than once.") var set: [String] = []
    @Flag(help: "Print one JSON object.") var json = false

    private static let token = "0123456789abcdef0123456789abcdef"

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-outage-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let group = MultiThreadedEventLoopGroup.singleton
        var settings = DeepgramServiceSettings()
        settings.listenLimit = self.calls + 50
        settings.recordedConnections = 1_000_000
        let deepgram = try await SimulatedDeepgram.start(
            on: group,
            settings: settings,
            faults: try DeepgramFault.list(parsing: self.faults)
        )
        let server = try ServerProcess(
            executable: self.server,
            folder: folder,
            environment: try self.environment(folder, deepgram)
        )
        defer { server.stop() }
        try await server.ready()
        let run = OutageRun(
            port: server.port,
            token: Self.token,
            calls: self.calls,
            seconds: self.seconds,
            ramp: self.ramp
        )
        let began = server.usage()
        let ledger = try await run.run(on: group)
        let ended = server.usage()
        let report = OutageReport(
            faults: self.faults,
            ledger: ledger,
            deepgram: deepgram,
            cpuSeconds: ended.cpu - began.cpu,
            memory: ended.memory,
            complaints: server.complaints()
        )
        print(self.json ? try report.json() : report.description)
        try await deepgram.stop()
        if !report.isGood { throw ExitCode.failure }
    }

    private func environment(_ folder: URL, _ deepgram: SimulatedDeepgram) throws -> [String: String] {
        let dialogue = folder.appending(path: "numbers.yaml")
        try Data(NumberedDialogue.yaml.utf8).write(to: dialogue)
        var environment = [
            "SWITCHBOARD_ENV": "development", "TWILIO_AUTH_TOKEN": Self.token, "SPEECH": "deepgram",
            "DEEPGRAM_URL": deepgram.url, "DEEPGRAM_API_KEY": deepgram.credential, "STORE": "sqlite",
            "DATA_DIR": folder.path(), "DIALOGUE": dialogue.path(), "RATE_LIMITS": "off",
            "MAX_CALLS": "\(self.calls + 10)", "DEEPGRAM_MAX_CONNECTIONS": "\(self.calls + 40)", "LOG_FORMAT": "json",
            "DRAIN_SECONDS": "0", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        for pair in self.set {
            guard let equals = pair.firstIndex(of: "=") else { throw ValidationError("\(pair) is not NAME=VALUE") }
            environment[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        return environment
    }
}
