// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct SignatureTests {
    /// Something a stranger might try.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var target = "/api/calls/incoming"
        let headers: @Sendable (FormParameters) -> [(String, String)]
        var change: @Sendable (inout FormParameters) -> Void = { _ in }

        init(
            _ name: String,
            target: String = "/api/calls/incoming",
            headers: @escaping @Sendable (FormParameters) -> [(String, String)],
            change: @escaping @Sendable (inout FormParameters) -> Void = { _ in }
        ) {
            self.testDescription = name
            self.target = target
            self.headers = headers
            self.change = change
        }

        static func signature(
            _ value: @escaping @Sendable (String) -> String
        )
            -> @Sendable (FormParameters) -> [(
                String, String
            )]
        {
            { [("X-Twilio-Signature", value(TestGateway.sign("/api/calls/incoming", $0)))] }
        }
    }

    static let forgeries: [Forgery] = [
        Forgery("empty", headers: Forgery.signature { _ in "" }),
        Forgery("garbage", headers: Forgery.signature { _ in "garbage" }),
        Forgery("truncated", headers: Forgery.signature { String($0.dropLast(4)) }),
        Forgery("padded", headers: Forgery.signature { $0 + "=" }),
        Forgery("twice", headers: Forgery.signature { "\($0), \($0)" }),
        Forgery("lower case", headers: Forgery.signature { $0.lowercased() }),
        Forgery("very long", headers: Forgery.signature { _ in String(repeating: "A", count: 4_000) }),
        Forgery(
            "another token",
            headers: { form in
                let token = AuthToken("54321")
                return [("X-Twilio-Signature", TestGateway.sign("/api/calls/incoming", form, token: token))]
            }
        ),
        Forgery(
            "another host",
            headers: { form in
                [("X-Twilio-Signature", TestGateway.sign("/api/calls/incoming", form, base: "https://evil.example"))]
            }
        ),
        Forgery(
            "another scheme",
            headers: { form in
                let base = "http://voice.example.com"
                return [("X-Twilio-Signature", TestGateway.sign("/api/calls/incoming", form, base: base))]
            }
        ),
        Forgery("another path", headers: { [("X-Twilio-Signature", TestGateway.sign("/api/calls/next", $0))] }),
        Forgery("a query added", target: "/api/calls/incoming?x=1", headers: Forgery.signature { $0 }),
        Forgery("a slash added", target: "/api/calls/incoming/", headers: Forgery.signature { $0 }),
        Forgery("a field added", headers: Forgery.signature { $0 }, change: { $0.append("Digits", "1") }),
        Forgery(
            "a field changed",
            headers: Forgery.signature { $0 },
            change: { form in
                form = FormParameters(form.map { $0.name == "From" ? .init(name: "From", value: "+1999") : $0 })
            }
        ),
        Forgery(
            "a field removed",
            headers: Forgery.signature { $0 },
            change: { form in
                form = FormParameters(form.filter { $0.name != "To" })
            }
        ),
        Forgery(
            "an unknown algorithm",
            headers: { form in
                [
                    ("X-Twilio-Signature", TestGateway.sign("/api/calls/incoming", form)),
                    ("X-Twilio-Webhooks-Signature-Settings", "key=x,algorithm=none"),
                ]
            }
        ),
        Forgery(
            "the Host that was signed",
            headers: { form in
                [
                    (
                        "X-Twilio-Signature",
                        TestGateway.sign("/api/calls/incoming", form, base: "https://proxy.example")
                    ),
                    ("Host", "proxy.example"), ("X-Forwarded-Host", "proxy.example"),
                ]
            }
        ),
    ]

    @Test(arguments: Self.forgeries)
    func refusesAForgedWebhookAndStoresNothing(_ forgery: Forgery) async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            var form = TestGateway.form(call: call)
            let headers = forgery.headers(form)
            forgery.change(&form)
            let answer = try await gateway.post(forgery.target, form, headers: headers)
            #expect(answer.status == 403)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(!answer.body.contains(TestGateway.sign("/api/calls/incoming", form)))
            #expect(try await gateway.store.call(CallID(call.description)) == nil)
            #expect(gateway.manager.snapshot.pending == 0)
            let lines = gateway.lines("webhook refused")
            #expect(lines.count == 1)
            #expect(lines.first?["refusal.reason"] != nil)
        }
    }

    @Test func refusesAWebhookWithoutASignature() async throws {
        try await TestGateway.run { gateway in
            let form = TestGateway.form(call: .random())
            let answer = try await RawHTTP.request(
                "POST",
                "/api/calls/incoming",
                port: gateway.port,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: form.encoded
            )
            #expect(answer.status == 403)
            #expect(gateway.lines("webhook refused").first?["refusal.reason"] == "missing_header")
        }
    }

    @Test func namesTheAddressThatWouldHaveMatched() async throws {
        try await TestGateway.run { gateway in
            let form = TestGateway.form(call: .random())
            let signature = TestGateway.sign("/api/calls/incoming", form, base: "https://real.example.org")
            let answer = try await gateway.post(
                "/api/calls/incoming",
                form,
                headers: [("X-Twilio-Signature", signature), ("Host", "real.example.org")]
            )
            #expect(answer.status == 403)
            let line = gateway.lines("webhook refused").first
            #expect(line?["refusal.mend"] == "Would have matched with PUBLIC_URL=https://real.example.org")
            #expect(line?["refusal.differs"] == "host")
        }
    }

    /// One change each, as it happens with proxies and configurations, is named in the log and never in the answer.
    @Test(arguments: [
        ("http://voice.example.com/api/calls/incoming", "scheme"),
        ("https://voice.example.com:8443/api/calls/incoming", "port"),
        ("https://voice.example.com/api/calls/incoming/", "path"),
        ("https://voice.example.com/twilio/api/calls/incoming", "path"),
    ])
    func namesWhatDiffers(_ signed: String, _ part: String) async throws {
        try await TestGateway.run { gateway in
            let form = TestGateway.form(call: .random())
            let signature = RequestSignature.of(url: signed, parameters: form, token: TestGateway.token).headerValue
            let answer = try await gateway.post(
                "/api/calls/incoming",
                form,
                headers: [
                    ("X-Twilio-Signature", signature), ("X-Forwarded-Port", "8443"), ("X-Forwarded-Prefix", "/twilio"),
                ]
            )
            #expect(answer.status == 403 && !answer.body.contains(part))
            #expect(gateway.lines("webhook refused").first?["refusal.differs"] == part)
        }
    }

    @Test func namesAFieldThatSomethingAddedAndTheTokenThatSigned() async throws {
        try await TestGateway.run { gateway in
            let form = TestGateway.form(call: .random())
            let signature = TestGateway.sign("/api/calls/incoming", form)
            var more = form
            more.append(.init(name: "Tracking", value: "secret-value"))
            _ = try await gateway.post("/api/calls/incoming", more, headers: [("X-Twilio-Signature", signature)])
            let line = try #require(gateway.lines("webhook refused").first)
            #expect(line["refusal.differs"] == "body")
            #expect(line["refusal.mend"]?.contains("Tracking") == true)
            #expect(line["refusal.mend"]?.contains("secret-value") == false)
        }
    }

    @Test(
        arguments: [
            ["Digits": ""], ["Name": "ñáéíóú"], ["Name": "n\u{303}"], ["Text": "a\r\nb"], ["A": "1", "A ": "2"],
            ["a": "1", "A": "2"], ["X": "1", "Y": "&=+%"], ["Future": "parameter"], ["Emoji": "👩‍👩‍👧"],
            ["StirPassportToken": "long"],
        ] as [FormParameters]
    )
    func acceptsEverythingTwilioMaySend(_ more: FormParameters) async throws {
        try await TestGateway.run { gateway in
            var more = more
            if more["StirPassportToken"] != nil { more.append("Long", String(repeating: "e", count: 24_000)) }
            let answer = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random(), more))
            #expect(answer.status == 200)
            #expect(answer.body.contains("<Stream url="))
        }
    }

    @Test func acceptsAnyOfTwoTokensWhileOneIsRotated() async throws {
        let second = AuthToken("second")
        try await TestGateway.run({ $0.gateway.authTokens.append(second) }) { gateway in
            let form = TestGateway.form(call: .random())
            let signature = TestGateway.sign("/api/calls/incoming", form, token: second)
            let headers = [("X-Twilio-Signature", signature)]
            let new = try await gateway.post("/api/calls/incoming", form, headers: headers)
            let old = try await gateway.post("/api/calls/incoming", TestGateway.form(call: .random()))
            #expect(new.status == 200)
            #expect(old.status == 200)
        }
    }

    @Test func refusesAnotherAccountsCall() async throws {
        try await TestGateway.run { gateway in
            let form = FormParameters(
                TestGateway.form(call: .random()).map {
                    $0.name == "AccountSid" ? .init(name: $0.name, value: AccountSID.random().description) : $0
                }
            )
            let answer = try await gateway.post("/api/calls/incoming", form)
            #expect(answer.status == 403)
            #expect(gateway.manager.snapshot.pending == 0)
        }
    }

    @Test func refusesToStartWithoutAToken() throws {
        #expect(throws: GatewayError.self) { try GatewayConfiguration(authTokens: []).check() }
    }

    @Test func refusesToStartInProductionWithoutAnAddress() throws {
        var configuration = GatewayConfiguration(authTokens: [TestGateway.token])
        configuration.environment = .production
        #expect(throws: GatewayError.self) { try configuration.check() }
    }
}
