// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import NIOPosix
import Testing

@testable import SwitchboardTesting

/// Runs a test with a server and a Twilio, and ends both.
func withSimulation<Result>(
    agent: @escaping @Sendable () -> Agent = { Agent() },
    clock: any Clock<Duration> = ContinuousClock(),
    respond: @escaping TwiMLServer.Respond,
    _ body: (SimulatedTwilio, TwiMLServer) async throws -> Result
) async throws -> Result {
    let group = MultiThreadedEventLoopGroup.singleton
    let server = TwiMLServer(agent: agent, respond: respond)
    try await server.start(on: group)
    let twilio = SimulatedTwilio(eventLoopGroup: group, synthesiser: ToneSynthesiser(), clock: clock)
    do {
        let result = try await body(twilio, server)
        try await twilio.shutdown()
        try await server.stop()
        return result
    } catch {
        try await twilio.shutdown()
        try await server.stop()
        throw error
    }
}

/// Places one call with a server that answers `/voice` and whatever else `respond` knows.
func simulate(
    agent: @escaping @Sendable () -> Agent = { Agent() },
    respond: @escaping TwiMLServer.Respond,
    configure: (inout SimulatedCall, TwiMLServer) -> Void = { _, _ in }
) async throws -> (result: SimulatedCallResult, server: TwiMLServer) {
    try await withSimulation(agent: agent, respond: respond) { twilio, server in
        var call = SimulatedCall(url: "https://voice.example.com/voice", account: .example)
        call.localOrigin = server.origin
        call.verbPace = 10_000
        call.pace = 4
        call.limits.close = .seconds(1)
        // Twilio's 15 s are no limit for a machine that does much else.
        call.limits.webhook = .seconds(120)
        configure(&call, server)
        return (try await twilio.place(call), server)
    }
}

extension SimulatedCallResult {
    var verbNames: [String] { self.verbs.map(\.name) }
    var codes: [Int] { self.violations.map(\.code) }

    /// The first stream; an issue, and an empty one, when there was none.
    var firstStream: StreamReport {
        if let stream = self.streams.first { return stream }
        Issue.record("there was no stream: \(self)")
        return StreamReport(sid: "", url: "")
    }
}
