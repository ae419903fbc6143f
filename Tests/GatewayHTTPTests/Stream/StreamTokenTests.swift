// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import HTTPTypes
import SwitchboardTesting
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

/// R31 and R32: a token opens one stream of one call, once, for a minute.
@Suite(.timeLimit(.minutes(1)))
struct StreamTokenTests {
    private func status(_ open: () async throws -> StreamClient) async -> Int {
        do {
            _ = try await open()
            return 101
        } catch let error as WebSocketError {
            return error.refusal?.status.code ?? 0
        } catch {
            return 0
        }
    }

    @Test func isWorthlessAfterItsTime() async throws {
        try await TestGateway.run({ $0.manager.tokenLifetime = .zero }) { gateway async throws in
            let token = try await gateway.call(.random())
            #expect(await self.status { try await StreamClient.open(token, on: gateway) } == 403)
            #expect(gateway.lines("stream refused").first?["refusal.reason"] == "token_unknown_used_or_expired")
            #expect(!gateway.logText.contains(token))
        }
    }

    @Test func ofAnotherServerIsPassedOnByAServerThatShutsDown() async throws {
        try await TestGateway.run { gateway async throws in
            let own = try await gateway.call(.random())
            gateway.manager.beginDraining()
            let foreign = StreamPass(
                call: CallID(CallSID.random().description),
                account: TestGateway.account,
                purpose: .conversation,
                isResumed: false,
                expires: .now + 60,
                issuer: 99,
                nonce: .init(high: 1, low: 2)
            )
            let token = TestGateway.sealer.token(of: foreign)
            #expect(await self.status { try await StreamClient.open(token, on: gateway) } == 503)
            #expect(gateway.lines("stream refused").first?["refusal.reason"] == "draining")
            #expect(await self.status { try await StreamClient.open(own, on: gateway) } == 101)
        }
    }

    @Test func livesAMinuteUnlessSaidOtherwise() {
        #expect(CallSessionManager.Configuration().tokenLifetime == .seconds(60))
        #expect(StreamLimits().startDeadline == .seconds(10))
    }

    @Test func isTakenOnlyFromThePathAndOnlyAsItWasGiven() async throws {
        try await TestGateway.run { gateway async throws in
            let token = try await gateway.call(.random())
            for spelling in [
                token.uppercased(), "?token=\(token)", "\(token)x", "\(token)/x", String(token.dropLast()),
                "%20\(token)",
                "\(token)//", "\(token)%2f",
            ] where spelling != token {
                #expect(await self.status { try await StreamClient.open(spelling, on: gateway) } == 403, "\(spelling)")
            }
            #expect(await self.status { try await StreamClient.open(token, on: gateway) } == 101)
        }
    }

    @Test func ofManyWhoComeAtOnceOneGetsIn() async throws {
        try await TestGateway.run { gateway async throws in
            let token = try await gateway.call(.random())
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<16 {
                    group.addTask { await self.status { try await StreamClient.open(token, on: gateway) } }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 101 } == 1)
            #expect(statuses.count { $0 == 403 } == 15)
        }
    }

    @Test func doesNotReachIntoAnotherCall() async throws {
        let recogniser = ScriptedRecogniser([])
        try await TestGateway.run({ $0.recogniser = recogniser }) { gateway async throws in
            let (victim, attacker) = (CallSID.random(), CallSID.random())
            let talking = try await StreamClient.begin(victim, on: gateway)
            // The call is live a moment before its recogniser is opened.
            try await gateway.eventually { recogniser.status.sessions == 1 }
            let before = recogniser.status.sessions
            // The attacker's own token, the victim's call; then the right call under a foreign account.
            for (call, account) in [(victim, TestGateway.account), (attacker, AccountSID.random().description)] {
                let client = try await StreamClient.open(try await gateway.call(attacker), on: gateway)
                var start = StreamClient.start(call, stream: .random())
                start.accountSID = account
                try await client.send(.start(start))
                #expect(try await client.ending.code == 1008)
            }
            #expect(recogniser.status.sessions == before)
            #expect(gateway.manager.snapshot.live == 1)
            #expect(gateway.manager.session(of: CallID(victim.description)) != nil)
            try await talking.close()
        }
    }
}
