// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CallCore
import Foundation
import NIOPosix
import SwitchboardTesting
import TelephonyAudio

/// `call`: a simulated Twilio call against any server.
struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Calls a server as Twilio would, and plays the caller.",
        discussion: """
            What the caller does comes from --say (waits for each answer), --wav (plays a recording after the greeting) or
            --script (a YAML or JSON file, see docs/simulator.md). Exit 1 when the call did not go as the script says.
            """
    )

    @Option(help: "The voice webhook, e.g. http://127.0.0.1:8080/api/calls/incoming.") var url: String
    @Option(help: "What the caller says; may be given more than once.") var say: [String] = []
    @Option(help: "A WAV file that the caller plays.") var wav: String?
    @Option(help: "A file with the caller's steps.") var script: String?
    @Option(help: "The caller's number.") var from = "+15005550001"
    @Option(help: "The called number.") var to = "+15005550006"
    @Option(help: "Save the call as a stereo WAV: caller left, agent right.") var record: String?
    @Option(help: "The auth token that signs; default is TWILIO_AUTH_TOKEN.") var token: String?
    @Option(help: "The account; default is TWILIO_ACCOUNT_SID.") var account: String?
    @Option(help: "The address the server is known by, if it differs from where it listens (what is signed).")
    var publicURL: String?
    @Option(help: "The caller's voice.") var voice: String?
    @Option(help: "Where the call's end is reported; default is status beside incoming.") var statusCallback: String?
    @Option(help: "How much faster than real time the call runs.") var pace = 1.0
    @OptionGroup var configurationOptions: ConfigurationOptions
    @Flag(help: "Print the result as one JSON object.") var json = false

    func validate() throws {
        let ways = [!self.say.isEmpty, self.wav != nil, self.script != nil].count { $0 }
        guard ways <= 1 else { throw ValidationError("Give one of --say, --wav and --script.") }
        guard self.pace > 0 else { throw ValidationError("--pace must be more than 0.") }
    }

    func run() async throws {
        let values = try await self.configurationOptions.load()
        let call = try self.makeCall(values)
        let console = Console()
        let voices = try self.voices(needed: call.script)
        let twilio = SimulatedTwilio(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, synthesiser: voices)
        let result: SimulatedCallResult
        do {
            let isQuiet = self.json
            result = try await twilio.place(call) { event in
                if !isQuiet { for line in CallEventPrinter(console: console).lines(for: event) { console.print(line) } }
            }
            try await twilio.shutdown()
        } catch let error as SimulationError {
            try? await twilio.shutdown()
            console.complain("The call could not begin: \(error)")
            throw CommandExit.unavailable
        }
        try self.save(result, console)
        if self.json { console.print(try JSONText.encode(result)) } else { self.summarise(result, console) }
        if !result.isClean || !result.failures.isEmpty { throw CommandExit.failed }
    }

    private func makeCall(_ values: SettingValues) throws -> SimulatedCall {
        guard let token = self.token ?? values[.twilioToken] else {
            throw ValidationError("Give --token or set TWILIO_AUTH_TOKEN: the webhook must be signed.")
        }
        let sid = self.account ?? values[.twilioAccount] ?? SimulatedAccount.example.sid
        let target = try self.target()
        var call = SimulatedCall(url: target.url, account: SimulatedAccount(sid: sid, authToken: token))
        call.localOrigin = target.origin
        // A server without TLS in front of it, as on a laptop, has no wss:// to offer.
        call.acceptsInsecureStreams = target.url.hasPrefix("http://")
        call.statusCallback = self.statusCallback ?? Self.statusURL(beside: target.url)
        call.from = self.from
        call.to = self.to
        call.voice = self.voice
        call.pace = self.pace
        call.script = try self.makeScript()
        return call
    }

    /// With a public address the request names and signs that one and goes to the other.
    private func target() throws -> (url: String, origin: String?) {
        guard let publicURL = self.publicURL else { return (self.url, nil) }
        guard let start = self.url.range(of: "://"), let path = self.url[start.upperBound...].firstIndex(of: "/") else {
            throw ValidationError("--url must be an absolute URL with a path.")
        }
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        return (base + self.url[path...], String(self.url[..<path]))
    }

    private static func statusURL(beside url: String) -> String? {
        url.hasSuffix("/incoming") ? url.dropLast("incoming".count) + "status" : nil
    }

    private func makeScript() throws -> CallerScript {
        if let script = self.script {
            guard let text = try? String(contentsOf: URL(filePath: script), encoding: .utf8) else {
                throw ValidationError("\(script) cannot be read as text.")
            }
            do {
                return try CallerScript(parsing: text)
            } catch {
                throw ValidationError("\(script): \(error)")
            }
        }
        if let wav = self.wav {
            return CallerScript(steps: [.waitForAgent(), .audioFile(wav), .waitForAgent(), .hangUp])
        }
        let questions = self.say.flatMap { [CallerStep.say($0, voice: nil), .waitForAgent()] }
        return CallerScript(steps: [.waitForAgent()] + questions + [.hangUp])
    }

    private func voices(needed script: CallerScript) throws -> (any SpeechSynthesiser)? {
        do {
            return try SpeechEngines.voice()
        } catch {
            let speaks = script.steps.contains { if case .say = $0 { true } else { false } }
            guard speaks else { return nil }
            Console().complain("The caller has no voice: \(error)")
            throw CommandExit.unavailable
        }
    }

    private func save(_ result: SimulatedCallResult, _ console: Console) throws {
        guard let path = self.record else { return }
        do {
            try Data(result.recording.wav()).write(to: URL(filePath: path))
        } catch {
            console.complain("\(path) cannot be written: \(error)")
            throw CommandExit.failed
        }
    }

    private func summarise(_ result: SimulatedCallResult, _ console: Console) {
        let seconds = (result.seconds * 10).rounded() / 10
        console.print("\(result.sid) \(result.status) after \(seconds) s, ended: \(result.ending.rawValue)")
        for failure in result.failures { console.complain("step \(failure.step): \(failure.message)") }
        if let path = self.record { console.print("recording: \(path)") }
    }
}
