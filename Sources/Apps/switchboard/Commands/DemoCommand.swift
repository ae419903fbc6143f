// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import Logging
import SafeText
import SwitchboardTesting
import Telemetry

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `demo`: the main job, shown without any account.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Starts a server, calls it, asks two questions aloud and shows what was understood and answered.",
        discussion: """
            Exit 0 only if at least 80 % of the words arrived and every answer was heard to its end. The whole call is saved
            as a stereo WAV: caller left, agent right.

            With --chaos drop=5s every connection to the simulated Deepgram is cut after 5 s, and the transcript must be whole all
            the same.
            """
    )

    @Option(help: "Keep the calls in this SQLite file instead of a temporary one.") var database: String?
    @Option(help: "The folder for the recording; default is a temporary one.") var output: String?
    @Option(help: "A question of the caller, instead of the two built-in ones; may be given more than once.")
    var say: [String] = []
    @Option(help: "A dialogue of your own, instead of the restaurant.") var dialogue: String?
    @Option(help: "The caller's voice.") var callerVoice = "rms"
    @Option(help: "The agent's voice.") var agentVoice = "slt"
    @Option(help: "The port to listen on; default is a free one.") var port = 0
    @Flag(help: "Listen and speak through a simulated Deepgram, over real sockets, instead of the embedded engines.")
    var deepgramSimulator = false
    @Option(help: "What goes wrong at the simulated Deepgram, such as drop=5s; docs/deepgram.md has the list.")
    var chaos: String?
    @Option(help: "The address of an OpenTelemetry collector that gets the call's trace: http://localhost:4318.")
    var traces: String?
    @Flag(help: "Keep serving after the call, until Ctrl-C.") var stay = false
    @Flag(help: "Print one JSON object instead of the transcript.") var json = false

    private struct Report: Encodable {
        let ok: Bool
        let wordsRight: Double
        let verdict: DemoVerdict
        let call: String
        let database: String
        let recording: String
        let url: String
        let deepgram: DemoDeepgram.Report?
    }

    private static let questions = ["what are your opening hours", "i would like to book a table for two at seven"]

    func run() async throws {
        let console = Console()
        let folder = try self.folder()
        let configuration = self.makeConfiguration(folder)
        // What goes wrong on purpose is shown as it happens, and needs no warning.
        let logs = Logs.start(levels: LogLevels(self.chaos == nil ? .warning : .error), format: .auto)
        defer { logs.flush() }
        if !self.json { self.introduce(console) }
        let metrics = try ServerMetrics.start()
        metrics.watch(logs)
        let demo = Demo(
            configuration: configuration,
            metrics: metrics,
            deepgram: try self.simulator(),
            questions: self.say.isEmpty ? Self.questions : self.say,
            callerVoice: self.callerVoice,
            console: console,
            isLive: !self.json,
            traces: try self.startTraces(logs.logger),
            logger: logs.logger
        )
        try await StartFailure.explained {
            try await demo.run { outcome in
                try await self.conclude(outcome, configuration, folder, console)
            }
        }
    }

    private func simulator() throws -> DemoDeepgram? {
        guard self.deepgramSimulator || self.chaos != nil else { return nil }
        return DemoDeepgram(faults: try self.chaos.map { try DeepgramFault.list(parsing: $0) } ?? [])
    }

    private func startTraces(_ logger: Logger) throws -> Traces? {
        guard let address = self.traces else { return nil }
        do {
            return try Traces.start(TraceSettings(endpoint: OTLPEndpoint(base: address)), secrets: [], logger: logger)
        } catch let error as TelemetryError {
            throw ValidationError(error.message)
        }
    }

    private func folder() throws -> String {
        let path =
            self.output ?? FileManager.default.temporaryDirectory.appending(path: "switchboard-demo-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private func makeConfiguration(_ folder: String) -> ServerConfiguration {
        var configuration = ServerConfiguration(authTokens: [RandomText.token()])
        configuration.port = self.port
        configuration.sqlitePath = self.database ?? "\(folder)/switchboard.sqlite"
        configuration.voice = self.agentVoice
        configuration.dialoguePath = self.dialogue
        configuration.drain = .zero
        configuration.speechCache.folder = "\(folder)/speech"
        return configuration
    }

    private func introduce(_ console: Console) {
        console.print(console.styled("Switchboard \(Switchboard.versionText)", .bold) + ": one simulated call, live.")
        console.print()
    }

    private func conclude(
        _ outcome: Demo.Outcome,
        _ configuration: ServerConfiguration,
        _ folder: String,
        _ console: Console
    ) async throws {
        let recording = "\(folder)/\(outcome.result.sid).wav"
        try Data(outcome.result.recording.wav()).write(to: URL(filePath: recording))
        let verdict = outcome.verdict
        let report = Report(
            ok: verdict.isGood,
            wordsRight: verdict.words.share,
            verdict: verdict,
            call: outcome.result.sid,
            database: configuration.sqlitePath,
            recording: recording,
            url: "http://\(configuration.host):\(outcome.port)",
            deepgram: outcome.deepgram
        )
        if self.json { console.print(try JSONText.encode(report)) } else { self.show(report, console) }
        if self.stay {
            if !self.json { console.print("Serving at \(report.url)/api/health until Ctrl-C.") }
            try await StayingSignal.wait()
        }
        if !report.ok { throw CommandExit.failed }
    }

    private func show(_ report: Report, _ console: Console) {
        let verdict = report.verdict
        let percent = Int((report.wordsRight * 100).rounded())
        console.print()
        let mark = report.ok ? console.styled("It works.", .green) : console.styled("It did not work.", .red)
        console.print(
            "\(mark) \(percent) % of the words right, \(verdict.answered) of \(verdict.questions) questions answered, "
                + "\(verdict.answersHeard) answers heard to the end."
        )
        if let deepgram = report.deepgram { console.print("  Deepgram   \(deepgram)") }
        for problem in verdict.problems { console.print(console.styled("  \(SafeText.terminal(problem))", .red)) }
        console.print("  recording  \(report.recording)  (caller left, agent right)")
        console.print("  database   \(report.database)")
        console.print("  again      switchboard calls show \(report.call) --database \(report.database)")
    }
}
