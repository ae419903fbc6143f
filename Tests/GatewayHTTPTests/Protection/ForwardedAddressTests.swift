// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

/// R58: who may say under which address Twilio called.
@Suite(.timeLimit(.minutes(1)))
struct ForwardedAddressTests {
    private static let proxy = "https://voice.proxy.example"

    private func post(
        _ gateway: TestGateway,
        signedFor base: String,
        _ headers: [(String, String)]
    ) async throws -> RawHTTP.Answer {
        let form = TestGateway.form(call: .random())
        let signature = TestGateway.sign("/api/calls/incoming", form, base: base)
        return try await gateway.post(
            "/api/calls/incoming",
            form,
            headers: [("X-Twilio-Signature", signature)] + headers
        )
    }

    @Test func aTrustedProxyIsBelievedWhereNoAddressIsPinned() async throws {
        try await TestGateway.run({ setup in
            setup.gateway.publicURL = nil
            setup.gateway.trustedProxies = try TrustedProxies("loopback")
        }) { gateway async throws in
            for headers in [
                [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "voice.proxy.example")],
                [("X-Forwarded-Proto", "https"), ("Host", "voice.proxy.example")],
                [("X-Forwarded-Proto", "https, http"), ("X-Forwarded-Host", "voice.proxy.example, inner.example")],
            ] {
                let answer = try await self.post(gateway, signedFor: Self.proxy, headers)
                #expect(answer.status == 200)
                #expect(answer.body.contains("wss://voice.proxy.example/api/calls/stream/"))
            }
            // Without the header it is the bound address, as ever.
            let answer = try await self.post(gateway, signedFor: "http://127.0.0.1:\(gateway.port)", [])
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example/path")],
        [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "user@voice.proxy.example")],
        [("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Host", "voice.proxy.example")],
        [("X-Forwarded-Host", "voice.proxy.example")],
        [("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "voice.proxy.example")],
        [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "inner.example, voice.proxy.example")],
    ]) func butNotWhateverItSays(_ headers: [(String, String)]) async throws {
        try await TestGateway.run({ setup in
            setup.gateway.publicURL = nil
            setup.gateway.trustedProxies = try TrustedProxies("loopback")
        }) { gateway async throws in
            #expect(try await self.post(gateway, signedFor: Self.proxy, headers).status == 403)
        }
    }

    @Test func nobodyElseIsBelieved() async throws {
        let headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "voice.proxy.example")]
        for proxies in ["", "192.0.2.0/24"] {
            try await TestGateway.run({ setup in
                setup.gateway.publicURL = nil
                setup.gateway.trustedProxies = try TrustedProxies(proxies)
            }) { gateway async throws in
                #expect(try await self.post(gateway, signedFor: Self.proxy, headers).status == 403)
                let own = try await self.post(gateway, signedFor: "http://127.0.0.1:\(gateway.port)", headers)
                #expect(own.status == 200)
                #expect(!own.body.contains("proxy.example"))
            }
        }
    }

    @Test func aPinnedAddressAlwaysWins() async throws {
        let headers = [
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "voice.proxy.example"),
            ("Host", "voice.proxy.example"),
        ]
        try await TestGateway.run({ $0.gateway.trustedProxies = try TrustedProxies("loopback") }) {
            gateway async throws in
            #expect(try await self.post(gateway, signedFor: Self.proxy, headers).status == 403)
            let answer = try await self.post(gateway, signedFor: TestGateway.publicURL, headers)
            #expect(answer.status == 200)
            #expect(answer.body.contains("wss://voice.example.com/") && !answer.body.contains("proxy.example"))
        }
    }
}
