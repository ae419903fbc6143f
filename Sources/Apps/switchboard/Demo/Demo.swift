// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import NIOPosix
import SwitchboardTesting

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The demonstration: a server on a free port, one call, its transcript as it happens.
struct Demo: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        let verdict: DemoVerdict
        let result: SimulatedCallResult
        let port: Int
        /// Of the simulated Deepgram, if there was one.
        var deepgram: DemoDeepgram.Report?
    }

    let configuration: ServerConfiguration
    /// What the server counts.
    let metrics: ServerMetrics
    /// A simulated Deepgram that listens and speaks; `nil` for the embedded engines themselves.
    let deepgram: DemoDeepgram?
    let questions: [String]
    let callerVoice: String
    let console: Console
    /// Whether the transcript is printed as it happens.
    let isLive: Bool
    /// Where the call's trace goes, if anywhere.
    let traces: Traces?
    let logger: Logger

    /// Serves, calls and judges; `afterwards` runs while the server still does.
    func run(afterwards: @escaping @Sendable (Outcome) async throws -> Void) async throws {
        guard let deepgram = self.deepgram else { return try await self.serve(self.configuration, nil, afterwards) }
        try await deepgram.run(self.configuration, logger: self.logger) { configuration, simulator in
            try await self.serve(configuration, simulator, afterwards)
        }
    }

    private func serve(
        _ configuration: ServerConfiguration,
        _ deepgram: SimulatedDeepgram?,
        _ afterwards: @escaping @Sendable (Outcome) async throws -> Void
    ) async throws {
        let server = try await SwitchboardServer(
            configuration,
            metrics: self.metrics,
            traces: self.traces,
            logger: self.logger
        )
        let (ready, announce) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await server.run(handlesSignals: false) { announce.yield($0) }
            }
            let events = server.journal.events()
            if self.isLive { tasks.addTask { await self.show(events) } }
            guard let port = await ready.first(where: { _ in true }) else {
                // The server ended before it was ready: its error says why.
                try await tasks.next()
                return
            }
            // The server is shut down whatever comes of the call; its task ends, and with the journal the transcript's.
            let outcome = await Result(catching: {
                var outcome = try await self.call(server, port: port, watching: deepgram)
                outcome.deepgram = deepgram.map { DemoDeepgram.Report($0, outcome.verdict) }
                try await afterwards(outcome)
            })
            await server.shutDown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    private func call(
        _ server: SwitchboardServer,
        port: Int,
        watching deepgram: SimulatedDeepgram?
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            if self.isLive, let deepgram { tasks.addTask { await self.watch(deepgram) } }
            defer { tasks.cancelAll() }
            return try await self.call(server, port: port)
        }
    }

    private func call(_ server: SwitchboardServer, port: Int) async throws -> Outcome {
        let origin = "http://\(self.configuration.host):\(port)"
        let account = SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: self.configuration.authTokens[0])
        var call = SimulatedCall(url: "\(origin)/api/calls/incoming", account: account)
        call.statusCallback = "\(origin)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.voice = self.callerVoice
        let questions = self.questions.flatMap { [CallerStep.say($0, voice: nil), .waitForAgent()] }
        call.script = CallerScript(steps: [.waitForAgent()] + questions + [.hangUp])
        let twilio = SimulatedTwilio(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            synthesiser: try SpeechEngines.voice()
        )
        let result = try await twilio.place(call)
        try await twilio.shutdown()
        await self.waitForTheEnd(of: CallID(result.sid), server)
        let events = try await server.journal.store.events(of: CallID(result.sid))
        return Outcome(
            verdict: DemoVerdict(questions: self.questions, events: events, result: result),
            result: result,
            port: port
        )
    }

    /// The recogniser may still be at the last words when the caller has gone.
    private func waitForTheEnd(of call: CallID, _ server: SwitchboardServer) async {
        while server.manager.session(of: call) != nil, (try? await Task.sleep(for: .milliseconds(20))) != nil {}
        await server.journal.flush()
    }

    /// Tells of every connection after the first few, which are the pool's and the call's.
    private func watch(_ deepgram: SimulatedDeepgram) async {
        var seen = Set<Int>()
        while !Task.isCancelled {
            let known = seen.count
            await deepgram.until { $0.connections.count(where: \.isCut) > known }
            for report in deepgram.connections where report.isCut && seen.insert(report.number).inserted {
                let text = "connection \(report.number) to Deepgram broke; its audio is kept and sent again"
                self.console.print(self.console.styled("          \(text)", .yellow))
            }
        }
    }

    private func show(_ events: AsyncStream<StoredCallEvent>) async {
        let printer = TranscriptPrinter(console: self.console)
        for await event in events {
            for line in printer.lines(for: event.event) { self.console.print(line) }
        }
    }
}
