// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Twilio
import UnixSignals

/// `tail`: live calls in the terminal.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Shows the calls of a running server while they happen.",
        discussion: """
            On a terminal a table that is drawn again and again, until Ctrl-C; into a pipe a line for each event, and with \
            --json a JSON object. Exit 69 when the server cannot be watched. The key is best given as SWITCHBOARD_API_KEY: \
            everybody on the machine can read command lines.
            """
    )

    @Option(help: "The server, e.g. https://voice.example.com; default is http://127.0.0.1 and PORT.") var url: String?
    @Option(help: "A key that may read; default is SWITCHBOARD_API_KEY.") var key: String?
    @Option(help: "Only this call, by its SID.") var call: String?
    @Flag(help: "Print each event as one JSON object on a line.") var json = false
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if let call, CallSID(call) == nil { throw ValidationError("--call must be a call's SID, CA and 32 digits.") }
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            throw ValidationError("--url must begin with http:// or https://.")
        }
    }

    func run() async throws {
        let origin = try await self.origin()
        let console = Console()
        let isTerminal = isatty(STDOUT_FILENO) == 1 && !self.json
        let screen = TerminalScreen()
        let form: TailOutput.Form = self.json ? .json : isTerminal ? .picture(screen) : .lines
        let key = self.key ?? ProcessInfo.processInfo.environment["SWITCHBOARD_API_KEY"]
        let client = TailClient(origin: origin, key: key, call: self.call)
        let output = TailOutput(form, console: console, server: origin)
        if isTerminal { screen.open() }
        let result = await Result(catching: {
            try await Self.watch(TailSession(client: client, output: output), output)
        })
        if isTerminal { screen.close() }
        await client.shutdown()
        if case .failure(let error) = result {
            console.complain("\(origin) cannot be watched: \(error)")
            throw CommandExit.unavailable
        }
    }

    /// Until the session fails or somebody has seen enough.
    private static func watch(_ session: TailSession, _ output: TailOutput) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await session.run() }
            tasks.addTask { for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return } }
            tasks.addTask {
                while !Task.isCancelled {
                    await output.draw()
                    // Cancelled: the loop ends.
                    try? await Task.sleep(for: .milliseconds(250))
                }
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private func origin() async throws -> String {
        if let url { return url.hasSuffix("/") ? String(url.dropLast()) : url }
        let values = try await self.options.load()
        return "http://127.0.0.1:\(values[.port] ?? "8080")"
    }
}
