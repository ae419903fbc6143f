// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing
import Twilio
import TwilioRESTTestSupport

@testable import TwilioREST

/// One breaker, one budget and one queue stand before all requests.
@Suite struct BreakerTests {
    @Test(arguments: [(401, 20_003), (403, 20_003), (403, 20_005)])
    func refusedCredentialsOpenTheBreakerAtOnce(_ status: Int, _ code: Int) async throws {
        try await Stage.perform(replies: [.error(status, code: code, "Authenticate")]) { stage in
            _ = try? await stage.client.calls.fetch(Stage.call)
            let error = await #expect(throws: TwilioRESTError.self) {
                try await stage.client.messages.list().prefix(upTo: 1)
            }
            #expect(error?.code == .breakerOpen)
            #expect(error?.retryAfter != nil)
            guard case .failed(let failure) = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("nothing was sent")
                return
            }
            #expect(failure.code == .breakerOpen)
            #expect(stage.server.requests.count == 1)
            #expect(stage.observer.transitions.map(\.to) == [.open])
            #expect(stage.client.health.state == .open)
        }
    }

    @Test func aCountryThatIsNotPermittedDoesNotOpenTheBreaker() async throws {
        let refusal = ScriptedReply.error(403, code: 21_215, "Account not authorized to call")
        try await Stage.perform(replies: [refusal]) { stage in
            guard case .failed(let error) = await stage.client.calls.create(Stage.newCall) else {
                Issue.record("Twilio said no")
                return
            }
            #expect(error.answer?.twilioCode == 21_215)
            #expect(stage.client.health.state == .closed)
        }
    }

    @Test func manyFailuresOpenTheBreaker() async throws {
        var configuration = Stage.configuration()
        configuration.retries = .never
        try await Stage.perform(configuration, replies: Array(repeating: .html(503), count: 20)) { stage in
            for _ in 0..<10 { _ = try? await stage.client.calls.fetch(Stage.call) }
            #expect(stage.server.requests.count == 5)
            #expect(stage.observer.attempts.last?.error?.code == .breakerOpen)
        }
    }

    @Test func refusalsDoNotOpenTheBreaker() async throws {
        let replies = Array(repeating: ScriptedReply.error(404, code: 20_404, "Not found"), count: 20)
        try await Stage.perform(replies: replies) { stage in
            for _ in 0..<20 { _ = try? await stage.client.calls.fetch(Stage.call) }
            #expect(stage.server.requests.count == 20)
        }
    }

    @Test func theBudgetBoundsRetries() async throws {
        var configuration = Stage.configuration()
        configuration.retryBurst = 3
        configuration.retryShare = 0
        configuration.breaker.trip = .failures(1_000, within: .seconds(1))
        try await Stage.perform(configuration, replies: Array(repeating: .html(503), count: 100)) { stage in
            for _ in 0..<10 { _ = try? await stage.client.calls.fetch(Stage.call) }
            #expect(stage.server.requests.count == 13)
        }
    }

    @Test func theTotalTimeBoundsWaits() async throws {
        var configuration = Stage.configuration()
        configuration.totalTime = .seconds(10)
        let limited = ScriptedReply.error(429, code: 20_429, "Too Many Requests", headers: ["Retry-After: 6"])
        try await Stage.perform(configuration, replies: Array(repeating: limited, count: 9)) { stage in
            let error = await #expect(throws: TwilioRESTError.self) { try await stage.client.calls.fetch(Stage.call) }
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAfter == .seconds(6))
            #expect(stage.server.requests.count == 2)
        }
    }
}
