// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct BadRequestTests {
    @Test(arguments: ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
    func answers405WithTheAllowedMethod(_ method: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await RawHTTP.request(method, "/api/calls/incoming", port: gateway.port)
            #expect(answer.status == 405)
            #expect(answer["allow"] == "POST")
        }
    }

    @Test(arguments: ["GET", "HEAD"])
    func healthAnswersGetAndHead(_ method: String) async throws {
        try await TestGateway.run { gateway in
            for path in ["/api/health", "/api/ready"] {
                let answer = try await RawHTTP.request(method, path, port: gateway.port)
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty == (method == "HEAD"))
            }
            let answer = try await RawHTTP.request("POST", "/api/health", port: gateway.port)
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD")
        }
    }

    @Test(arguments: [
        "/", "/nothing", "/api", "/api/call", "/api/calls/incoming/x", "/api/calls/../../etc/passwd", "/%00",
        "/api/calls/%2e%2e/health", "/api/calls/CA0/transcript/x", "//api/health/x", "/api/%c0%af",
    ])
    func answers404WithAProblemDocument(_ path: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await RawHTTP.request("GET", path, port: gateway.port)
            #expect(answer.status == 404)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(answer.body.contains(#""status":404"#))
            #expect(answer["x-content-type-options"] == "nosniff")
        }
    }

    @Test func answers413ToAnAnnouncedBodyAndCloses() async throws {
        try await TestGateway.run { gateway in
            let answer = try await RawHTTP.request(
                "POST",
                "/api/calls/incoming",
                port: gateway.port,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", "65537"),
                ]
            )
            #expect(answer.status == 413)
            #expect(answer["connection"] == "close")
        }
    }

    @Test func answers413ToABodyThatGrowsOverTheLimit() async throws {
        try await TestGateway.run { gateway in
            let chunk = Array("8000\r\n".utf8) + [UInt8](repeating: 0x61, count: 0x8000) + Array("\r\n".utf8)
            let answer = try await RawHTTP.request(
                "POST",
                "/api/calls/incoming",
                port: gateway.port,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"), ("Transfer-Encoding", "chunked"),
                ],
                body: chunk + chunk + chunk + Array("0\r\n\r\n".utf8)
            )
            #expect(answer.status == 413)
        }
    }

    @Test func refusesASignedBodyThatIsNoForm() async throws {
        try await TestGateway.run { gateway in
            let body = Array(#"{"CallSid":"x"}"#.utf8)
            let target = "/api/calls/incoming?bodySHA256=" + RequestSignature.bodyHash(of: body)
            let signature = TestGateway.sign(target, [:])
            let headers = [("Content-Type", "application/json"), ("X-Twilio-Signature", signature)]
            let answer = try await RawHTTP.request("POST", target, port: gateway.port, headers: headers, body: body)
            #expect(answer.status == 415)
            let other = try await RawHTTP.request(
                "POST",
                target,
                port: gateway.port,
                headers: headers,
                body: Array(#"{"CallSid":"y"}"#.utf8)
            )
            #expect(other.status == 403)
        }
    }

    @Test(arguments: ["CallSid=%", "CallSid=%zz", "CallSid=%ff", "a=1&%c0%af=2"])
    func refusesAFormThatCannotBeRead(_ body: String) async throws {
        try await TestGateway.run { gateway in
            let answer = try await RawHTTP.request(
                "POST",
                "/api/calls/incoming",
                port: gateway.port,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"),
                    ("X-Twilio-Signature", TestGateway.sign("/api/calls/incoming", [:])),
                ],
                body: Array(body.utf8)
            )
            #expect(answer.status == 403)
        }
    }

    @Test(
        arguments: [
            ["AccountSid": TestGateway.account, "CallStatus": "ringing"], ["CallSid": "CA1", "CallStatus": "ringing"],
            [:],
        ] as [FormParameters]
    )
    func answers400ToASignedFormThatIsNoCall(_ form: FormParameters) async throws {
        try await TestGateway.run { gateway in
            let answer = try await gateway.post("/api/calls/incoming", form)
            #expect(answer.status == 400)
            #expect(answer["content-type"] == "application/problem+json")
        }
    }

    @Test func answers426ToAStreamWithoutAnUpgrade() async throws {
        try await TestGateway.run { gateway in
            let target = "/api/calls/stream/0123456789abcdef0123456789abcdef"
            let answer = try await RawHTTP.request("GET", target, port: gateway.port)
            #expect(answer.status == 426)
        }
    }

    @Test func neverLogsAnUnmaskedNumberOrAToken() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let token = try await gateway.call(call)
            _ = try await gateway.post("/api/calls/next", TestGateway.form(call: call))
            _ = try? await StreamClient.open(token, on: gateway, isSigned: false)
            let text = gateway.logText
            #expect(text.contains("***0006"))
            for secret in ["5005550006", "5005550001", token] { #expect(!text.contains(secret)) }
        }
    }
}
