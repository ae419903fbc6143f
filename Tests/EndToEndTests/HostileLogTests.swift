// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing
import Twilio

/// Whatever strangers say, and however much of it: one event is one line, which is JSON, and no value is longer than a
/// kilobyte.
@Suite(.timeLimit(.minutes(3)))
struct HostileLogTests {
    private static let evil =
        "\r\n{\"level\":\"error\",\"msg\":\"forged\"}\u{1B}[31m\u{9B}31m\u{2028}\u{2029}\u{85}\u{202E}\u{0}\u{7F}"
    private static let megabyte = String(repeating: "x", count: 1 << 20)

    @Test func everyLineIsOneEvent() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: ["LOG_LEVEL": "trace", "API_KEYS": "key-of-an-operator"]
            )
            for request in self.requests { try await RawConnection.say(request, to: server.port) }
            try await ServingExecutable.withTwilio { twilio in
                for call in self.calls(server) { _ = try await twilio.place(call) }
            }
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
            try self.check(server.executable.errors)
        }
    }

    private func check(_ log: String) throws {
        let lines = log.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 20)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            let fields = try #require(object)
            #expect(fields["ts"] is String && fields["logger"] is String)
            #expect(fields["msg"] as? String != "forged")
            for (key, value) in fields {
                // And what says that it was cut.
                #expect("\(value)".utf8.count <= 1_024 + "…".utf8.count, "\(key)")
                #expect(key.utf8.count <= 128)
            }
        }
        let unsafe: [ClosedRange<UInt32>] = [0...9, 11...0x1F, 0x7F...0x9F, 0x2028...0x202E]
        for scalar in log.unicodeScalars {
            guard unsafe.contains(where: { $0.contains(scalar.value) }) else { continue }
            Issue.record("the log has U+\(String(scalar.value, radix: 16))")
            return
        }
        #expect(log.contains(#""refusal.reason":"head_too_large""#) || log.contains("request_line_too_long"))
    }

    /// Too much of everything, and what breaks lines, in each place of a request.
    private var requests: [String] {
        let flat = Self.evil.replacing("\r\n", with: " ").replacing("\u{0}", with: "")
        let quoted = Self.evil.utf8.map { "%" + String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        let form = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
        let body = "CallSid=CA1&CallerName=\(quoted)&From=\(quoted)"
        return [
            "GET /\(Self.megabyte) HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /api/health HTTP/1.1\r\nHost: a\r\nX: \(Self.megabyte)\r\n\r\n",
            "GET /api/calls/\(quoted)?q=\(quoted) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /api/calls HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \(flat)\r\n\r\n",
            "GET /api/health HTTP/1.1\r\nHost: \(flat)\r\nConnection: close\r\n\r\n",
            "POST /api/calls/incoming HTTP/1.1\r\nHost: a\r\n\(form)X-Twilio-Signature: \(flat)\r\n"
                + "X-Forwarded-Host: \(flat)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
            "POST /api/calls/status HTTP/1.1\r\nHost: a\r\n\(form)Content-Length: \(1 << 20)\r\n\r\n\(Self.megabyte)",
            "\(flat) / HTTP/9.9\r\n\r\n",
        ]
    }

    /// What Twilio signs may be a stranger's, too.
    private func calls(_ server: ServingExecutable) -> [SimulatedCall] {
        let long = String(repeating: Self.evil, count: 200)
        var named = server.call([.waitForAgent(), .hangUp])
        named.from = Self.evil
        named.to = "sip:\(Self.evil)@example.com"
        named.parameters = ["CallerName": long, "FromCity": Self.evil, "StirVerstat": Self.evil, Self.evil: "a"]
        named.statusCallback = server.origin + "/api/calls/status"
        var second = server.call([.waitForAgent(), .hangUp])
        second.from = "client:" + long
        return [named, second]
    }
}
