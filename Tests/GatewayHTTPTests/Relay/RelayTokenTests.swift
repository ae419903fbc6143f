// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct RelayTokenTests {
    private func run(_ body: (TestGateway) async throws -> Void) async throws {
        try await TestGateway.run({ $0.gateway.conversation = .relay(RelayOptions()) }, body)
    }

    private func refuses(
        _ token: String,
        at path: String,
        _ gateway: TestGateway,
        signature: String? = nil,
        isSigned: Bool = true
    ) async -> Bool {
        do {
            _ = try await StreamClient.open(token, on: gateway, signature: signature, isSigned: isSigned, at: path)
            return false
        } catch {
            return (error as? WebSocketError)?.refusal?.status == .forbidden
        }
    }

    @Test func aTokenIsGoodOnceAndAtItsOwnDoorOnly() async throws {
        try await self.run { gateway in
            let token = try await gateway.call(.random())
            #expect(await self.refuses(token, at: GatewayPath.stream, gateway))
            #expect(await self.refuses(token, at: GatewayPath.relay, gateway, isSigned: false))
            #expect(await self.refuses(token, at: GatewayPath.relay, gateway, signature: "AAAA"))
            // None of that has burnt it.
            let client = try await StreamClient.open(token, on: gateway, at: GatewayPath.relay)
            #expect(await self.refuses(token, at: GatewayPath.relay, gateway))
            try await client.close()
        }
    }

    @Test func aTokenOfAStreamOpensNoRelay() async throws {
        try await TestGateway.run { gateway in
            let token = try await gateway.call(.random())
            #expect(await self.refuses(token, at: GatewayPath.relay, gateway))
            let client = try await StreamClient.open(token, on: gateway)
            try await client.close()
        }
    }

    @Test func aWebhookThatIsRepeatedGetsTheSameToken() async throws {
        try await self.run { gateway in
            let call = CallSID.random()
            let token = try await gateway.call(call)
            #expect(try await gateway.call(call) == token)
        }
    }

    @Test func aPlainRequestIsToldToUpgrade() async throws {
        try await self.run { gateway in
            let answer = try await RawHTTP.request("GET", GatewayPath.relay + "abc", port: gateway.port)
            #expect(answer.status == 426)
        }
    }
}
