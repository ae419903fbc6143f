// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing
import Twilio

/// Whatever strangers say, and however much of it: one event is one line, which is JSON, and no value is longer than a
/// kilobyte.
@Suite(.timeLimit(.minutes(3)))
struct HostileLogTests {
    private static let evil = HostileLog.evil
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
        try HostileLog.check(log, atLeast: 20)
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
