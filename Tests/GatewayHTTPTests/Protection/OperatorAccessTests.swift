// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Resilience
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct OperatorAccessTests {
    private func get(
        _ gateway: TestGateway,
        _ key: String?,
        _ target: String = "/api/calls"
    ) async throws -> RawHTTP.Answer {
        let headers = key.map { [("Authorization", "Bearer \($0)")] } ?? []
        return try await RawHTTP.request("GET", target, port: gateway.port, headers: headers)
    }

    @Test func opensToHashedKeysAndNamesThemInTheLog() async throws {
        let key = APIKey()
        try await TestGateway.run({ setup in
            setup.gateway.apiKeys = [key.entry(named: "console", scope: .read)]
            setup.store = FailingStore()
        }) { gateway async throws in
            #expect(try await self.get(gateway, key.text).status == 503)
            #expect(gateway.lines("store cannot be read").first?["operator.key"] == "console")
            #expect(try await self.get(gateway, key.digest).status == 401)
            #expect(!gateway.logText.contains(key.text.dropFirst(4)))
            #expect(!gateway.logText.contains(key.digest))
        }
    }

    @Test func saysInTheLogOnlyWhatIsWrongWithAKey() async throws {
        let key = APIKey()
        try await TestGateway.run({ $0.gateway.apiKeys = [key.entry(named: "one", scope: .read)] }) {
            gateway async throws in
            var bodies: Set<String> = []
            let wrong = [String(key.text.dropLast()), key.text + "x", APIKey().text, "sbk_", "guess", nil]
            for key in wrong {
                let answer = try await self.get(gateway, key)
                #expect(answer.status == 401)
                #expect(answer["www-authenticate"] == #"Bearer realm="switchboard""#)
                let id = answer["x-request-id"] ?? "none"
                bodies.insert(answer.body.replacing(id, with: "id"))
            }
            // One shape for all, of things that exist and of things that do not.
            let unknown = try await self.get(gateway, "guess", "/api/calls/\(CallSID.random())")
            bodies.insert(unknown.body.replacing(unknown["x-request-id"] ?? "none", with: "id"))
            #expect(bodies.count == 1)
            let mends = gateway.lines("operator request refused").compactMap { $0["refusal.mend"] }
            #expect(mends.count == 7)
            #expect(mends.first?.contains("too short") == true)
            #expect(!mends.joined().contains(key.text.dropFirst(4)))
        }
    }

    @Test func exchangesKeysWithoutARestart() async throws {
        let (old, new) = (APIKey(), APIKey())
        let ring = APIKeyRing(try APIKeyRing.entries(in: [old.entry(named: "one", scope: .read)]))
        try await TestGateway.run({ $0.gateway.keyRing = ring }) { gateway async throws in
            #expect(try await self.get(gateway, old.text).status == 200)
            ring.replace(try APIKeyRing.entries(in: [new.entry(named: "two", scope: .read)]))
            #expect(try await self.get(gateway, old.text).status == 401)
            #expect(try await self.get(gateway, new.text).status == 200)
        }
    }

    @Test func whoGuessesIsNotHeardAnyMore() async throws {
        let key = APIKey()
        try await TestGateway.run({ setup in
            setup.gateway.apiKeys = [key.entry(named: "one", scope: .read)]
            setup.gateway.rateLimits.failedKeys = RateLimit(3, per: .seconds(36_000))
        }) { gateway async throws in
            for index in 0..<5 { #expect(try await self.get(gateway, "guess").status == (index < 3 ? 401 : 429)) }
            let limited = try await self.get(gateway, key.text)
            #expect(limited.status == 429)
            #expect(limited["retry-after"] != nil)
        }
    }

    @Test func limitsHowOftenOperatorsRead() async throws {
        try await TestGateway.run({ $0.gateway.rateLimits.operatorReads = RateLimit(2, per: .seconds(36_000)) }) {
            gateway async throws in
            for index in 0..<4 { #expect(try await self.get(gateway, nil).status == (index < 2 ? 200 : 429)) }
            // Not what load balancers ask.
            #expect(try await RawHTTP.request("GET", "/api/health", port: gateway.port).status == 200)
        }
    }

    @Test(arguments: ["alg none", "method override", "key in the query", "cookie", "basic"])
    func takesNoKeyFromAnywhereElse(_ trick: String) async throws {
        let key = APIKey()
        try await TestGateway.run({ $0.gateway.apiKeys = [key.entry(named: "one", scope: .admin)] }) {
            gateway async throws in
            let (target, header): (String, (String, String)) =
                switch trick {
                case "alg none":
                    ("/api/calls", ("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImFkbWluIn0."))
                case "method override": ("/api/calls", ("X-HTTP-Method-Override", "OPTIONS"))
                case "key in the query":
                    ("/api/calls?key=\(key.text)&access_token=\(key.text)", ("X-API-Key", key.text))
                case "cookie": ("/api/calls", ("Cookie", "session=\(key.text)"))
                default: ("/api/calls", ("Authorization", "Basic \(key.text)"))
                }
            let answer = try await RawHTTP.request("GET", target, port: gateway.port, headers: [header])
            #expect(answer.status == 401)
        }
    }

    @Test(arguments: [
        "//api/calls", "/api//calls", "/API/calls", "/api/calls/", "/api/./calls", "/api/x/../calls", "/api/calls;x=1",
        "/api/calls%2f", "/%61pi/calls", "/api/calls%00",
    ]) func noOtherSpellingOfAPathGoesRoundTheGuard(_ target: String) async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = [APIKey().entry(named: "one", scope: .admin)] }) {
            gateway async throws in
            let answer = try await RawHTTP.request("GET", target, port: gateway.port)
            #expect([400, 401, 404].contains(answer.status))
        }
    }

    // MARK: Other sites

    /// Fields of a request, and whether another site had a browser send it.
    static let origins: [([(String, String)], Bool)] = [
        ([], false),
        ([("Sec-Fetch-Site", "same-origin"), ("Origin", "https://voice.example.com")], false),
        ([("Sec-Fetch-Site", "none")], false),
        ([("Origin", "https://voice.example.com")], false),
        ([("Origin", "HTTPS://VOICE.example.com")], false),
        ([("Origin", "http://localhost:8080")], false),
        ([("Sec-Fetch-Site", "cross-site")], true),
        ([("Sec-Fetch-Site", "same-site")], true),
        ([("Sec-Fetch-Site", "Same-Origin")], true),
        ([("Sec-Fetch-Site", "same-origin"), ("Origin", "https://evil.example")], true),
        ([("Origin", "https://evil.example")], true),
        ([("Origin", "null")], true),
        ([("Origin", "")], true),
        ([("Origin", "https://voice.example.com.evil.example")], true),
        ([("Origin", "https://voice.example.com:8443")], true),
        ([("Origin", "http://voice.example.com")], true),
    ]

    @Test(arguments: Self.origins)
    func knowsARequestThatAnotherSiteMade(_ fields: [(String, String)], _ isForged: Bool) throws {
        var head = HTTPRequest(method: .post, scheme: nil, authority: "localhost:8080", path: "/api/calls")
        for (name, value) in fields { head.headerFields[try #require(HTTPField.Name(name))] = value }
        #expect(CrossSite.isForged(head, origin: "https://voice.example.com") == isForged)
    }

    @Test(
        arguments: [
            (nil, false), ("application/json", false), ("application/json; charset=utf-8", false), ("text/plain", true),
            ("text/plain;charset=UTF-8", true), ("application/x-www-form-urlencoded", true),
            ("Multipart/Form-Data; boundary=x", true), (" text/plain ", true),
        ] as [(String?, Bool)]
    ) func knowsABodyThatBrowsersSendAnywhere(_ type: String?, _ isSimple: Bool) {
        var headers = HTTPFields()
        headers[.contentType] = type
        #expect(CrossSite.hasSimpleBody(headers) == isSimple)
    }
}
