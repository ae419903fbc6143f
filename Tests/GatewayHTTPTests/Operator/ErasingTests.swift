// SPDX-License-Identifier: Apache-2.0

import CallCore
import Crypto
import Testing
import Twilio

@testable import GatewayHTTP

/// Erasing callers and calls.
@Suite(.timeLimit(.minutes(1)))
struct ErasingTests {
    private static let caller = "+12025550142"
    private static let escaped = "%2B12025550142"

    private func delete(
        _ target: String,
        on gateway: TestGateway,
        key: String? = nil,
        _ headers: [(String, String)] = []
    ) async throws -> RawHTTP.Answer {
        let authorization = key.map { [("Authorization", "Bearer \($0)")] } ?? []
        return try await RawHTTP.request("DELETE", target, port: gateway.port, headers: authorization + headers)
    }

    @discardableResult
    private func receive(
        from: String,
        to: String = "+12025550199",
        isOver: Bool = true,
        on gateway: TestGateway
    ) async throws -> CallID {
        let id = CallID(CallSID.random().description)
        let info = CallInfo(
            id: id,
            account: TestGateway.account,
            direction: .inbound,
            from: from,
            to: to,
            receivedAt: gateway.journal.now
        )
        _ = try await gateway.journal.append(gateway.journal.event(.received(info), in: id))
        if isOver {
            let over = CallEvent.Kind.status(.completed, duration: 1, sequence: nil)
            _ = try await gateway.journal.append(gateway.journal.event(over, in: id))
        }
        return id
    }

    @Test func erasesAllOfACallerInBatchesAndSaysWhatGoesOn() async throws {
        try await TestGateway.run({ $0.gateway.reading.erasedAtOnce = 2 }) { gateway in
            for _ in 0..<5 { try await self.receive(from: Self.caller, on: gateway) }
            try await self.receive(from: "+12025550199", to: Self.caller, on: gateway)
            let live = try await self.receive(from: Self.caller, isOver: false, on: gateway)
            let other = try await self.receive(from: "+12025550143", on: gateway)
            let answer = try await self.delete("/api/callers/\(Self.escaped)", on: gateway)
            #expect(answer.status == 200)
            #expect(answer.body == #"{"active":1,"erased":6}"#)
            let left = try await gateway.store.calls(CallQuery()).calls.map(\.id)
            #expect(Set(left) == [live, other])
            let again = try await self.delete("/api/callers/\(Self.escaped)", on: gateway)
            #expect(again.body == #"{"active":1,"erased":0}"#)
            let line = try #require(gateway.lines("caller erased").first)
            #expect(line["erased"] == "6" && line["active"] == "1" && line["caller"] == "***0142")
            #expect(line["operator.key"] == "local")
            #expect(!gateway.logText.contains("2025550142"))
        }
    }

    @Test(arguments: [
        ("client:alice", "client:alice"), ("client:alice", "client%3Aalice"), ("client:a/b", "client%3Aa%2Fb"),
        ("sip:desk@pbx.example.com", "sip:desk%40pbx.example.com"), ("sip:a@b", "sip%3Aa@b"), ("+4930123", "+4930123"),
        ("12345", "12345"), ("client:Müller", "client:M%C3%BCller"),
    ])
    func takesEveryKindOfAddress(_ address: String, _ path: String) async throws {
        try await TestGateway.run { gateway in
            try await self.receive(from: address, on: gateway)
            let answer = try await self.delete("/api/callers/\(path)", on: gateway)
            #expect(answer.body == #"{"active":0,"erased":1}"#, "\(answer.status)")
        }
    }

    @Test(arguments: [
        "anonymous", "%2B266696687", "12025550142", "*", "%25", "client:", "sip:", "%", "%zz", "%FF", "+", "%2B",
        "+1202555014x", "%2B1'%20OR%201=1", "or=(from.gt.0)", "%00", "a", "+0301234",
    ])
    func whatNamesNobodyOrManyIsRefused(_ path: String) async throws {
        try await TestGateway.run { gateway in
            for address in ["anonymous", Self.caller] { try await self.receive(from: address, on: gateway) }
            let answer = try await self.delete("/api/callers/\(path)", on: gateway)
            #expect(answer.status == 400, "\(answer.body)")
            #expect(answer.body.contains(#""field":"number""#))
            #expect(try await gateway.store.calls(CallQuery()).calls.count == 2)
        }
    }

    @Test func aConditionOnErasingIsRefusedAndNotIgnored() async throws {
        try await TestGateway.run { gateway in
            try await self.receive(from: Self.caller, on: gateway)
            let answer = try await self.delete("/api/callers/\(Self.escaped)?to=2020-01-01", on: gateway)
            #expect(answer.status == 400)
            #expect(try await gateway.store.calls(CallQuery()).calls.count == 1)
        }
    }

    @Test func erasesOneCallButNoneThatGoesOn() async throws {
        try await TestGateway.run { gateway in
            let over = try await self.receive(from: Self.caller, on: gateway)
            let live = try await self.receive(from: Self.caller, isOver: false, on: gateway)
            let erased = try await self.delete("/api/calls/\(over)", on: gateway)
            #expect(erased.status == 200 && erased.body == #"{"active":0,"erased":1}"#)
            #expect(try await self.delete("/api/calls/\(over)", on: gateway).status == 404)
            let conflict = try await self.delete("/api/calls/\(live)", on: gateway)
            #expect(conflict.status == 409)
            #expect(try await gateway.store.call(live) != nil)
            #expect(gateway.lines("call erased").count == 1)
            #expect(try await self.delete("/api/calls/nonsense", on: gateway).status == 404)
        }
    }

    @Test func onlyAnAdminErases() async throws {
        let entries = ["read", "control", "admin"].map { scope in
            let digest = SHA256.hash(data: Array("key of \(scope)".utf8)).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            return "\(scope)-desk:\(scope):\(digest.joined())"
        }
        try await TestGateway.run({ $0.gateway.apiKeys = entries }) { gateway in
            let call = try await self.receive(from: Self.caller, on: gateway)
            for target in ["/api/callers/\(Self.escaped)", "/api/calls/\(call)"] {
                #expect(try await self.delete(target, on: gateway).status == 401)
                #expect(try await self.delete(target, on: gateway, key: "wrong").status == 401)
                for key in ["key of read", "key of control"] {
                    let answer = try await self.delete(target, on: gateway, key: key)
                    #expect(answer.status == 403)
                    #expect(answer["www-authenticate"]?.contains("insufficient_scope") == true)
                }
            }
            let page = [("Sec-Fetch-Site", "cross-site")]
            let forged = try await self.delete("/api/callers/\(Self.escaped)", on: gateway, key: "key of admin", page)
            #expect(forged.status == 403)
            #expect(try await gateway.store.call(call) != nil)
            let answer = try await self.delete("/api/callers/\(Self.escaped)", on: gateway, key: "key of admin")
            #expect(answer.body == #"{"active":0,"erased":1}"#)
            #expect(gateway.lines("caller erased").first?["operator.key"] == "admin-desk")
            // Reading is for everybody with a key.
            for target in ["/api/search?q=a", "/api/calls/export"] {
                let headers = [("Authorization", "Bearer key of read")]
                let read = try await RawHTTP.request("GET", target, port: gateway.port, headers: headers)
                #expect(read.status == 200)
                #expect(try await RawHTTP.request("GET", target, port: gateway.port).status == 401)
            }
        }
    }

    @Test func otherMethodsAreNotAllowed() async throws {
        try await TestGateway.run { gateway in
            for method in ["GET", "POST", "PUT"] {
                let answer = try await RawHTTP.request(method, "/api/callers/\(Self.escaped)", port: gateway.port)
                #expect(answer.status == 405 && answer["allow"] == "DELETE")
            }
            let call = "/api/calls/CA0123456789abcdef0123456789abcdef"
            #expect(try await RawHTTP.request("PUT", call, port: gateway.port)["allow"] == "DELETE, GET, HEAD")
            #expect(try await self.delete("/api/calls/export", on: gateway).status == 405)
        }
    }

    @Test func anErasureThatBreaksOffIsOnTheRecord() async throws {
        try await TestGateway.run({ $0.store = FailingStore() }) { gateway in
            let answer = try await self.delete("/api/callers/\(Self.escaped)", on: gateway)
            #expect(answer.status == 503)
            #expect(gateway.lines("caller erased").first?["incomplete"] == "true")
            #expect(!gateway.logText.contains("2025550142"))
        }
    }
}
