// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@testable import GatewayHTTP

/// A subaccount's calls are signed with the subaccount's own token, its streams too.
@Suite(.timeLimit(.minutes(1)))
struct SubaccountTests {
    private static let account = "AC" + String(repeating: "5", count: 32)
    private static let token = AuthToken("another")

    private func run(_ body: @escaping @Sendable (TestGateway) async throws -> Void) async throws {
        try await TestGateway.run(
            { setup in
                let account = try #require(AccountSID(Self.account))
                setup.gateway.accounts = [account: [Self.token]]
            },
            body
        )
    }

    private func form(_ call: CallSID) -> FormParameters {
        FormParameters(
            TestGateway.form(call: call).map { field in
                field.name == "AccountSid" ? .init(name: field.name, value: Self.account) : field
            }
        )
    }

    private func post(_ token: AuthToken, on gateway: TestGateway) async throws -> RawHTTP.Answer {
        let form = self.form(.random())
        let signature = TestGateway.sign("/api/calls/incoming", form, token: token)
        return try await gateway.post("/api/calls/incoming", form, headers: [("X-Twilio-Signature", signature)])
    }

    @Test func takesItsCallsWithItsOwnTokenOnly() async throws {
        try await self.run { gateway in
            #expect(try await self.post(Self.token, on: gateway).status == 200)
            #expect(try await self.post(TestGateway.token, on: gateway).status == 403)
            // And the other way round: the main account's calls are not signed with a subaccount's token.
            let form = TestGateway.form(call: .random())
            let signature = TestGateway.sign("/api/calls/incoming", form, token: Self.token)
            let answer = try await gateway.post(
                "/api/calls/incoming",
                form,
                headers: [("X-Twilio-Signature", signature)]
            )
            #expect(answer.status == 403)
        }
    }

    @Test func takesItsStreamsWithItsOwnTokenOnly() async throws {
        try await self.run { gateway in
            let token = try TestGateway.token(in: try await self.post(Self.token, on: gateway).body)
            let url = "wss://voice.example.com/api/calls/stream/\(token)"
            let foreign = RequestSignature.of(url: url, parameters: [:], token: TestGateway.token).headerValue
            await #expect(throws: (any Error).self) {
                _ = try await StreamClient.open(token, on: gateway, signature: foreign)
            }
            let own = RequestSignature.of(url: url, parameters: [:], token: Self.token).headerValue
            _ = try await StreamClient.open(token, on: gateway, signature: own)
        }
    }
}
