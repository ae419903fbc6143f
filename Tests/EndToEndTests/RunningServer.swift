// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Logging
import NIOPosix
import SwitchboardTesting

@testable import switchboard

/// A whole server on a free port, for one test.
struct RunningServer: Sendable {
    private static let token = "0123456789abcdef0123456789abcdef"

    let server: SwitchboardServer
    let port: Int

    /// Serves while `body` runs.
    static func with<Result: Sendable>(
        _ change: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @Sendable (RunningServer) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-test-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = ServerConfiguration(authTokens: [Self.token])
        configuration.port = 0
        configuration.sqlitePath = "\(folder)/switchboard.sqlite"
        configuration.drain = .zero
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let server = try await SwitchboardServer(configuration, logger: logger)
        let (ready, announce) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await server.run(handlesSignals: false) { announce.yield($0) }
            }
            guard let port = await ready.first(where: { _ in true }) else {
                try await tasks.next()
                throw CancellationError()
            }
            let result = await Swift.Result(catching: {
                try await body(RunningServer(server: server, port: port))
            })
            await server.shutDown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }

    /// A call to this server, with the status callback set.
    func call(_ steps: [CallerStep], voice: String = "rms") -> SimulatedCall {
        let origin = "http://127.0.0.1:\(self.port)"
        var call = SimulatedCall(
            url: "\(origin)/api/calls/incoming",
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: Self.token)
        )
        call.statusCallback = "\(origin)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.voice = voice
        call.script = CallerScript(steps: steps)
        return call
    }

    /// Places calls at once and waits until the server has noted their ends.
    func place(_ calls: SimulatedCall...) async throws -> [SimulatedCallResult] {
        try await self.place(calls)
    }

    /// Places calls at once and waits until the server has noted their ends.
    func place(_ calls: [SimulatedCall]) async throws -> [SimulatedCallResult] {
        let twilio = SimulatedTwilio(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            synthesiser: try SpeechEngines.voice()
        )
        let results = try await withThrowingTaskGroup(of: (Int, SimulatedCallResult).self) { tasks in
            for (index, call) in calls.enumerated() {
                tasks.addTask { (index, try await twilio.place(call)) }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        try await twilio.shutdown()
        for result in results { try await self.waitForTheEnd(of: CallID(result.sid)) }
        return results
    }

    /// Places one call, tells what happens in it, and waits until the server has noted its end.
    func place(
        _ call: SimulatedCall,
        report: @escaping @Sendable (SimulatedCallEvent) -> Void
    ) async throws -> SimulatedCallResult {
        let result = try await ServingExecutable.withTwilio { try await $0.place(call, report: report) }
        try await self.waitForTheEnd(of: CallID(result.sid))
        return result
    }

    /// What was said in a call, as it is stored.
    func transcript(of result: SimulatedCallResult) async throws -> [SpokenLine] {
        try await self.server.journal.store.transcript(of: CallID(result.sid)).map(\.line)
    }

    /// How the turns of a call were answered.
    func turns(of result: SimulatedCallResult) async throws -> [TurnSummary] {
        try await self.server.journal.store.events(of: CallID(result.sid)).compactMap { event in
            if case .turn(let turn) = event.event.kind { turn } else { nil }
        }
    }

    /// The stored record of a call.
    func record(of result: SimulatedCallResult) async throws -> CallRecord? {
        try await self.server.journal.store.call(CallID(result.sid))
    }

    /// The recogniser may still be at the last words when the caller has gone: looks at the store after every event.
    private func waitForTheEnd(of call: CallID) async throws {
        let events = self.server.journal.events()
        if try await self.hasEnded(call) { return }
        for await _ in events where try await self.hasEnded(call) { return }
    }

    private func hasEnded(_ call: CallID) async throws -> Bool {
        try await self.server.journal.store.events(of: call).contains { event in
            if case .streamEnded = event.event.kind { true } else { false }
        }
    }
}
