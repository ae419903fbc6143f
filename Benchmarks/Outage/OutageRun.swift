// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import NIOCore
import SwitchboardTesting

/// The calls of one run, and what the server made of them.
struct OutageRun: Sendable {
    let port: Int
    let token: String
    let calls: Int
    let seconds: Int
    let ramp: Int

    /// Places all calls and compares each transcript with what was said.
    func run(on group: any EventLoopGroup) async throws -> WordLedger {
        let twilio = SimulatedTwilio(eventLoopGroup: group)
        let plans = (0..<self.calls).map { SpokenPlan(seconds: self.seconds, seed: UInt64($0)) }
        let placed = try await withThrowingTaskGroup(of: (String, [Int]).self) { tasks in
            for (index, plan) in plans.enumerated() {
                tasks.addTask {
                    try await Task.sleep(for: .seconds(Double(self.ramp * index) / Double(self.calls)))
                    let result = try await twilio.place(self.call(plan))
                    return (result.sid, plan.words)
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        try await twilio.shutdown()
        var ledger = WordLedger()
        for (sid, words) in placed {
            let heard = try await self.transcript(of: sid, expecting: words.count)
            ledger.add(call: sid, spoken: words, heard: heard)
            ledger.audioLostSeconds += try await OperatorClient(port: self.port).record(of: sid).audioLostSeconds
        }
        return ledger
    }

    private func call(_ plan: SpokenPlan) -> SimulatedCall {
        let origin = "http://127.0.0.1:\(self.port)"
        var call = SimulatedCall(
            url: "\(origin)/api/calls/incoming",
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: self.token)
        )
        call.statusCallback = "\(origin)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.script = CallerScript(steps: plan.steps)
        return call
    }

    /// The last words come a little after the call: looks again until the transcript no longer grows.
    private func transcript(of sid: String, expecting count: Int) async throws -> [String] {
        let server = OperatorClient(port: self.port)
        var heard: [String] = []
        for _ in 0..<80 {
            heard = try await server.transcript(of: sid).callerWords
            if heard.count >= count { break }
            try await Task.sleep(for: .milliseconds(500))
        }
        return heard
    }
}
