// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import Foundation
import NIOPosix
import SwitchboardTesting

/// One run of a server whose instructions are counted, under calls that all take the same time.
struct CountedRun {
    /// Why nothing was counted.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What was counted.
    struct Count {
        var instructions = 0
        /// Media messages that reached the server.
        var messages = 0
    }

    private static let token = "0123456789abcdef0123456789abcdef"

    let server: CountableServer
    let variant: Variant
    let calls: Int
    let seconds: Int

    /// Runs it.
    func count() async throws -> Count {
        let folder = FileManager.default.temporaryDirectory.appending(path: "telemetry-cost-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let group = MultiThreadedEventLoopGroup.singleton
        let deepgram = try await SimulatedDeepgram.start(on: group, settings: DeepgramServiceSettings())
        let collector = try await SpanSink.start(on: group)
        let twilio = SimulatedTwilio(eventLoopGroup: group)
        let server = try self.launch(folder, deepgram, collector)
        defer { server.kill() }
        try await server.ready()
        var count = Count()
        count.messages = try await self.place(on: twilio, port: server.port)
        server.terminate()
        guard try await server.exitCode(within: 120) == 0 else { throw self.failure("the server did not end", server) }
        try await deepgram.stop()
        try await collector.stop()
        try await twilio.shutdown()
        guard let total = Self.instructions(in: server.log) else { throw self.failure("nothing was counted", server) }
        if (self.variant == .traces || self.variant == .all) && collector.requests == 0 {
            throw self.failure("no span came", server)
        }
        count.instructions = total
        return count
    }

    private func launch(
        _ folder: URL,
        _ deepgram: SimulatedDeepgram,
        _ collector: SpanSink
    ) throws -> ServerProcess {
        let dialogue = folder.appending(path: "numbers.yaml")
        try Data(NumberedDialogue.yaml.utf8).write(to: dialogue)
        let environment = [
            "SWITCHBOARD_ENV": "development", "TWILIO_AUTH_TOKEN": Self.token, "SPEECH": "deepgram",
            "DEEPGRAM_URL": deepgram.url, "DEEPGRAM_API_KEY": deepgram.credential, "DIALOGUE": dialogue.path(),
            "DATA_DIR": folder.path(), "RATE_LIMITS": "off", "STORE": "sqlite",
            // It runs fifty times slower than it is: nothing may be refused for that.
            "MAX_LOOP_LAG_MS": "10000",
        ]
        return try ServerProcess(
            executable: self.server.executable,
            folder: folder,
            environment: environment.merging(self.variant.settings(collector: collector.url)) { $1 }
                .merging(self.server.environment) { $1 },
            launcher: self.server.launcher
        )
    }

    private func place(on twilio: SimulatedTwilio, port: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { tasks in
            for index in 0..<self.calls {
                let call = self.call(port, seed: UInt64(index))
                tasks.addTask { try await twilio.place(call).streams.reduce(0) { $0 + $1.framesSent } }
            }
            async let scraping: Void = self.scrape(port)
            var messages = 0
            for try await count in tasks { messages += count }
            try await scraping
            return messages
        }
    }

    /// Reads the metrics as often as Prometheus does, as long as the calls take.
    private func scrape(_ port: Int) async throws {
        guard self.variant.scrapes else { return }
        for second in 0..<self.seconds where second % 15 == 0 {
            let answer = try await OperatorClient(port: port).get("/api/metrics")
            guard answer.status == 200 else { throw Failure(description: "no metrics: status \(answer.status)") }
            try await Task.sleep(for: .seconds(15))
        }
    }

    private func call(_ port: Int, seed: UInt64) -> SimulatedCall {
        let origin = "http://127.0.0.1:\(port)"
        var call = SimulatedCall(
            url: "\(origin)/api/calls/incoming",
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: Self.token)
        )
        call.statusCallback = "\(origin)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.isRecorded = false
        call.script = CallerScript(steps: SpokenPlan(seconds: self.seconds, seed: seed).steps)
        return call
    }

    /// valgrind's last word: `==PID== Collected : 123456`.
    private static func instructions(in log: String) -> Int? {
        log.split(separator: "\n").last { $0.contains("Collected :") }?.split(separator: " ").last.flatMap { Int($0) }
    }

    private func failure(_ text: String, _ server: ServerProcess) -> Failure {
        Failure(description: "\(text):\n\(server.log.suffix(2_000))")
    }
}
