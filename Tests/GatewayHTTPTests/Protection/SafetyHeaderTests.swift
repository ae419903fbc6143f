// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct SafetyHeaderTests {
    private static let always = [
        "content-security-policy": SafetyHeaders.policy, "x-content-type-options": "nosniff", "x-frame-options": "DENY",
        "referrer-policy": "no-referrer", "cache-control": "no-store", "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
    ]

    /// Answers of every maker: routes, refusals, the edge, the upgrade.
    @Test(arguments: [
        ("GET /api/health", 200), ("GET /api/calls", 200), ("GET /api/calls?limit=x", 400), ("GET /nothing", 404),
        ("POST /api/health", 405), ("POST /api/calls/incoming", 403), ("GET /api/calls/stream/x", 426), ("BREW /", 501),
        ("HEAD /api/health", 200), ("GET http://evil.example/", 400), ("OPTIONS *", 400),
    ]) func areOnEveryAnswer(_ request: String, _ status: Int) async throws {
        let words = request.split(separator: " ").map(String.init)
        try await TestGateway.run { gateway async throws in
            let answer = try await RawHTTP.request(words[0], words[1], port: gateway.port)
            #expect(answer.status == status || (400...505).contains(answer.status) && status >= 400)
            for (name, value) in Self.always { #expect(answer[name] == value, "\(name)") }
            #expect(answer["strict-transport-security"] == "max-age=31536000")
            for name in Self.always.keys { #expect(answer.headers.count { $0.name == name } == 1) }
            #expect(answer["server"] == nil)
        }
    }

    @Test func areOnTwiMLAndOnLimits() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.failedSignatures = .init(1, per: .seconds(36_000)) }) {
            gateway async throws in
            let twiML = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(twiML.status == 200 && twiML["content-security-policy"] == SafetyHeaders.policy)
            var limited = twiML
            for _ in 0..<2 {
                let form = TestGateway.form(call: .random())
                limited = try await gateway.post("/api/calls/incoming", form, headers: [("X-Twilio-Signature", "x")])
            }
            #expect(limited.status == 429)
            for (name, value) in Self.always { #expect(limited[name] == value, "\(name)") }
        }
    }

    @Test func leaveClearTextHostsAlone() async throws {
        try await TestGateway.run({ $0.gateway.publicURL = try PublicURL("http://localhost") }) {
            gateway async throws in
            let answer = try await RawHTTP.request("GET", "/api/health", port: gateway.port)
            #expect(answer["strict-transport-security"] == nil)
        }
    }
}
