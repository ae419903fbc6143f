// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import Testing
import Twilio

@testable import GatewayHTTP

/// Each refused request leaves one line that says what to change.
@Suite(.timeLimit(.minutes(1)))
struct RefusedRequestTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let path: String
        var headers: [(String, String)] = []
        var body = ""
        let message: String
        let reason: String
        let mend: String
    }

    static let cases = [
        Refused(
            testDescription: "a wrong method",
            method: "GET",
            path: "/api/calls/incoming",
            message: "request refused",
            reason: "method_not_allowed",
            mend: "Allow"
        ),
        Refused(
            testDescription: "no signature",
            method: "POST",
            path: "/api/calls/incoming",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: "CallSid=CA1",
            message: "webhook refused",
            reason: "missing_header",
            mend: "X-Twilio-Signature"
        ),
        Refused(
            testDescription: "no key",
            method: "GET",
            path: "/api/calls",
            message: "operator request refused",
            reason: "missing_key",
            mend: "API_KEYS"
        ),
        Refused(
            testDescription: "a body that is no JSON",
            method: "POST",
            path: "/api/calls",
            headers: [("Authorization", "Bearer key-of-sixteen-bytes"), ("Content-Type", "text/xml")],
            body: "<a/>",
            message: "request refused",
            reason: "not_json",
            mend: "application/json"
        ),
        Refused(
            testDescription: "a body that is damaged",
            method: "POST",
            path: "/api/calls",
            headers: [("Authorization", "Bearer key-of-sixteen-bytes"), ("Content-Type", "application/json")],
            body: "{",
            message: "request refused",
            reason: "bad_request",
            mend: "JSON object"
        ),
        Refused(
            testDescription: "a body that is too large",
            method: "POST",
            path: "/api/calls/status",
            headers: [("Content-Length", "100000000")],
            message: "request refused",
            reason: "body_too_large",
            mend: "smaller body"
        ),
        Refused(
            testDescription: "no upgrade",
            method: "GET",
            path: "/api/calls/stream/token",
            message: "request refused",
            reason: "upgrade_required",
            mend: "WebSocket"
        ),
        Refused(
            testDescription: "no host",
            method: "GET",
            path: "/api/health",
            headers: [("Host", "a b")],
            message: "request refused",
            reason: "host",
            mend: "Host"
        ),
    ]

    @Test(arguments: Self.cases)
    func leavesOneLineWithTheMend(_ refused: Refused) async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = ["key-of-sixteen-bytes"] }) { gateway async throws in
            let answer = try await RawHTTP.request(
                refused.method,
                refused.path,
                port: gateway.port,
                headers: refused.headers,
                body: Array(refused.body.utf8)
            )
            #expect((400..<500).contains(answer.status))
            let lines = gateway.linesWithReasons
            #expect(lines.count == 1, "\(lines)")
            #expect(gateway.lines(refused.message).first?["refusal.reason"] == refused.reason)
            #expect(gateway.lines(refused.message).first?["refusal.mend"]?.contains(refused.mend) == true)
        }
    }

    @Test func whatIsNotThereIsNotRefused() async throws {
        try await TestGateway.run { gateway async throws in
            for path in ["/", "/api/nothing", "/favicon.ico"] {
                #expect(try await RawHTTP.request("GET", path, port: gateway.port).status == 404)
            }
            #expect(gateway.linesWithReasons.isEmpty)
        }
    }

    @Test func aCallThatFindsNoRoomSaysWhatToRaise() async throws {
        try await TestGateway.run({ $0.manager.maximumCalls = 0 }) { gateway async throws in
            _ = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            let line = try #require(gateway.lines("call gets no stream").first)
            #expect(line["refusal.reason"] == "full")
            #expect(line["refusal.mend"]?.contains("MAX_CALLS") == true)
        }
    }

    @Test func aFloodOfRefusalsIsAFewLines() async throws {
        try await TestGateway.run({ $0.gateway.refusalLines = RefusalLog.Bounds() }) { gateway async throws in
            for _ in 0..<60 {
                _ = try await RawHTTP.request("GET", "/api/calls/incoming", port: gateway.port)
                _ = try await RawHTTP.request("POST", "/api/calls/status", port: gateway.port)
            }
            #expect((2..<20).contains(gateway.linesWithReasons.count), "\(gateway.linesWithReasons.count)")
        }
    }
}

extension TestGateway {
    /// The facts of every line that tells of a refusal.
    fileprivate var linesWithReasons: [[String: String]] {
        ["request refused", "webhook refused", "operator request refused", "stream refused", "call gets no stream"]
            .flatMap { self.lines($0) }
    }
}
