// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// One thing is changed after signing; the diagnosis must name that thing and nothing secret.
@Suite struct SignatureDiagnosisTests {
    private static let secret = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6"
    private static let token = AuthToken(secret)
    private static let form: FormParameters = [
        "CallSid": "CA0123456789abcdef0123456789abcdef", "AccountSid": "AC0123456789abcdef0123456789abcdef",
        "From": "+14155551234", "SpeechResult": "caf\u{E9} at\nnoon", "CallStatus": "ringing",
    ]
    private static let target = "/api/calls/incoming?a=1&b=x%20y&c=3"
    private static let url = "https://voice.example.com" + target

    private static func sign(
        _ url: String,
        _ form: FormParameters = form,
        by token: AuthToken = token,
        _ algorithm: SignatureAlgorithm = .hmacSHA1
    ) -> String {
        RequestSignature.of(url: url, parameters: form, token: token, algorithm: algorithm).headerValue
    }

    private static func hints(_ headers: [(String, String)]) -> SignatureHints {
        SignatureHints(headers: headers.map { (name: $0.0, value: $0.1) })
    }

    /// Explains and checks that what is said may be logged.
    private func explain(
        _ signature: String?,
        url: String = url,
        content: SignedContent = .form(form),
        hints: SignatureHints = SignatureHints()
    ) -> SignatureDiagnosis {
        let request = CapturedRequest(url: url, content: content, signature: signature, hints: hints)
        let diagnosis = SignatureDiagnosis.explain(request, tokens: [Self.token])
        let said = "\(diagnosis) \(diagnosis.mend) \(diagnosis)"
        #expect(!said.contains(Self.secret))
        #expect(signature.map { $0.isEmpty || !said.contains($0) } ?? true)
        #expect(!said.contains("4155551234") && !said.contains("noon"))
        #expect(said.unicodeScalars.allSatisfy { (0x20..<0x7F) ~= $0.value || $0 == "…" })
        return diagnosis
    }

    @Test func aRightSignatureNeedsNoMend() {
        let diagnosis = self.explain(Self.sign(Self.url))
        #expect(diagnosis.outcome == .valid)
        #expect(diagnosis.attempts == 1)
    }

    @Test(arguments: [
        ("http://voice.example.com", SignatureDiagnosis.Part.scheme), ("wss://voice.example.com", .scheme),
        ("https://other.example.com", .host), ("http://tunnel.example.net:8080", .host),
        ("https://www.voice.example.com", .host), ("https://voice.example.com:8443", .port),
        ("https://voice.example.com:4567", .port), ("http://voice.example.com:4567", .scheme),
    ])
    func findsTheOrigin(origin: String, part: SignatureDiagnosis.Part) {
        let hints = Self.hints([
            ("Host", origin.contains(":4567") ? "voice.example.com:4567" : "voice.example.com"),
            ("X-Forwarded-Host", "other.example.com, inner"),
            ("Forwarded", "for=1.2.3.4;host=\"tunnel.example.net:8080\";proto=http"), ("X-Forwarded-Port", "4567"),
        ])
        let diagnosis = self.explain(Self.sign(origin + Self.target), hints: hints)
        #expect(diagnosis.difference?.part == part)
        #expect(diagnosis.mend.contains(origin) || origin.hasPrefix("wss"))
    }

    @Test(arguments: [
        ("/api/calls/incoming/", "slash at the end"), ("//api/calls/incoming", "double slash"),
        ("/calls/incoming", "first segment"), ("/incoming", "2 segments"), ("/twilio/api/calls/incoming", "/twilio"),
    ])
    func findsThePath(path: String, words: String) {
        var hints = SignatureHints()
        hints.prefixes = ["/twilio/"]
        let signature = Self.sign("https://voice.example.com" + path + "?a=1&b=x%20y&c=3")
        let diagnosis = self.explain(signature, hints: hints)
        #expect(diagnosis.difference?.part == .path)
        #expect(diagnosis.description.contains(words))
    }

    @Test(arguments: [
        ("/a%2Fb", "/a%2fb"), ("/a b", "/a%20b"), ("/a+b", "/a%20b"), ("/a%2Bb", "/a+b"), ("/it's", "/it%27s"),
        ("/a~b", "/a%7Eb"), ("/v/", "/v"), ("/v", "/v/"), ("/v", "//v"), ("/a/b", "/a//b"),
    ])
    func findsAPathThatWasRewritten(signed: String, checked: String) {
        let signature = Self.sign("https://h.example" + signed)
        #expect(self.explain(signature, url: "https://h.example" + checked).difference?.part == .path)
    }

    @Test(arguments: [
        "c=3&b=x%20y&a=1", "b=x%20y&a=1&c=3", "a=1&b=x%20y", "b=x%20y&c=3", "a=1&b=x+y&c=3", "a=1&b=x y&c=3", "",
    ])
    func findsTheQuery(query: String) {
        let signature = Self.sign("https://voice.example.com/api/calls/incoming" + (query.isEmpty ? "" : "?" + query))
        #expect(self.explain(signature).difference?.part == .query)
    }

    @Test(arguments: [
        ("?q=it's", "?q=it%27s"), ("?q=%C3%A9", "?q=\u{E9}"), ("?q=%c3%a9", "?q=%C3%A9"), ("?q=a%2Bb", "?q=a+b"),
        ("?q", "?q="), ("?q=", "?q"), ("?a=1&b=2", "?a=1&&b=2"), ("?a=1&b=2", "?a=1&amp;b=2"),
        ("?e=5&f=6&a=1&b=2&c=3", "?a=1&b=2&c=3&e=5&f=6"),
    ])
    func findsAQueryThatWasRewritten(signed: String, checked: String) {
        let signature = Self.sign("https://h.example/v" + signed)
        #expect(self.explain(signature, url: "https://h.example/v" + checked).difference?.part == .query)
    }

    @Test func findsTheRequestBeforeTheProxy() {
        let hints = Self.hints([("X-Original-URI", "/elsewhere?z=9")])
        let diagnosis = self.explain(Self.sign("https://voice.example.com/elsewhere?z=9"), hints: hints)
        #expect(diagnosis.difference?.part == .path)
    }

    @Test func findsTheSecretThatSigned() {
        var hints = SignatureHints()
        hints.secrets = [
            .init(name: "TWILIO_API_SECRET", token: AuthToken("api secret")),
            .init(name: "TWILIO_AUTH_TOKEN_SECONDARY", token: AuthToken("second")),
        ]
        let diagnosis = self.explain(Self.sign(Self.url, by: AuthToken("second")), hints: hints)
        #expect(diagnosis.difference?.part == .token)
        #expect(diagnosis.mend.contains("TWILIO_AUTH_TOKEN_SECONDARY"))
        #expect(self.explain(Self.sign(Self.url, by: AuthToken("third")), hints: hints).outcome == .unexplained)
    }

    @Test(arguments: [" 12345", "12345\n", "\"12345\"", "'12345'\r\n", "\u{FEFF}12345"])
    func findsATokenWithSomethingAroundIt(configured: String) {
        let request = CapturedRequest(
            url: Self.url,
            content: .form(Self.form),
            signature: Self.sign(Self.url, by: AuthToken("12345"))
        )
        let diagnosis = SignatureDiagnosis.explain(request, tokens: [AuthToken(configured)])
        #expect(diagnosis.difference?.part == .token)
        #expect(!"\(diagnosis)".contains("12345"))
    }

    @Test func findsAnotherAccountsToken() throws {
        let own = try #require(AccountSID("AC0123456789abcdef0123456789abcdef"))
        let other = try #require(AccountSID("AC0000000000000000000000000000000b"))
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://voice.example.com"),
            tokens: [AuthToken("main")],
            accounts: [own: [AuthToken("own")], other: [AuthToken("other")]]
        )
        for (secret, name) in [("main", "main account"), ("other", other.description)] {
            let diagnosis = validator.diagnosis(
                signature: Self.sign(Self.url, by: AuthToken(secret)),
                target: Self.target,
                content: .form(Self.form)
            )
            #expect(diagnosis.difference?.part == .token)
            #expect(diagnosis.mend.contains(name))
        }
    }

    @Test func findsUserAndFragment() {
        let hints = Self.hints([("Authorization", "Basic dXNlcjpwYXNz")])
        let user = self.explain(Self.sign("https://user:pass@voice.example.com" + Self.target), hints: hints)
        #expect(user.difference?.part == .user)
        #expect(!"\(user)".contains("user:pass"))
        let fragment = self.explain(Self.sign(Self.url + "#rc=2"), url: Self.url + "#rc=2")
        #expect(fragment.difference?.part == .fragment)
    }

    @Test func namesTheFirstURLOnly() {
        let diagnosis = self.explain(Self.sign(Self.url), url: Self.url + "#rc=2")
        #expect(diagnosis.outcome == .valid)
    }

    @Test func aForgedRequestStaysUnexplainedWithinTheBound() {
        var hints = SignatureHints()
        let diagnosis = self.explain(Self.sign("https://a.example/b", by: AuthToken("x")), hints: hints)
        #expect(diagnosis.outcome == .unexplained)
        #expect(Set(diagnosis.tried) == Set(SignatureDiagnosis.Part.allCases).subtracting([.header]))
        #expect(!diagnosis.isCutShort)
        #expect(diagnosis.mend.contains("query, body"))
        hints.maximumAttempts = 10
        let short = self.explain(Self.sign("https://a.example/b", by: AuthToken("x")), hints: hints)
        #expect(short.attempts == 10)
        #expect(short.isCutShort)
    }

    @Test func aHugeFormCostsNoMoreThanTheBound() {
        let big = FormParameters((0..<5_000).map { .init(name: "n\($0)", value: String(repeating: "v", count: 100)) })
        let diagnosis = self.explain(Self.sign("https://a.example/b", by: AuthToken("x")), content: .form(big))
        #expect(diagnosis.isCutShort)
        #expect(diagnosis.attempts < 10)
    }

    @Test(arguments: ["", "x", "://", "ftp://h/", "https://", "https://h:99999/", "https:///v", "\u{0}"])
    func saysWhenThereIsNoURL(url: String) {
        #expect(self.explain(Self.sign("u"), url: url).outcome == .refused(.malformedTarget))
    }

    @Test func saysWhenThereIsNothingToCheck() {
        #expect(self.explain(nil).outcome == .refused(.missingHeader))
        #expect(self.explain("").outcome == .refused(.missingHeader))
        #expect(self.explain("nonsense").outcome == .refused(.malformedHeader))
        let request = CapturedRequest(url: Self.url, content: .none, signature: Self.sign(Self.url))
        #expect(SignatureDiagnosis.explain(request, tokens: []).outcome == .refused(.noToken))
    }

    @Test func repairsAHeaderThatWasChanged() throws {
        // A form whose signature has all the letters that are changed on their way.
        let seeds = (0..<2_000).map { FormParameters([.init(name: "n", value: "\($0)")]) }
        let form = try #require(
            seeds.first { Self.sign(Self.url, $0).contains("+") && Self.sign(Self.url, $0).contains("/") }
        )
        let signature = Self.sign(Self.url, form)
        let damaged = [
            signature.replacing("+", with: "-").replacing("/", with: "_"), signature.replacing("=", with: ""),
            "\"\(signature)\"", " \(signature)", "\(signature)\n", signature.replacing("=", with: "%3D"),
            signature.replacing("+", with: " "),
        ]
        for header in damaged {
            #expect(self.explain(header, content: .form(form)).difference?.part == .header)
        }
    }

    @Test func findsLostSettings() {
        let key = AuthToken("shared")
        let request = CapturedRequest(
            url: Self.url,
            content: .form(Self.form),
            signature: Self.sign(Self.url, by: key, .hmacSHA256)
        )
        let diagnosis = SignatureDiagnosis.explain(request, tokens: [Self.token], sharedKeys: ["k": key])
        #expect(diagnosis.difference?.part == .header)
        #expect(diagnosis.mend.contains("Settings"))
    }
}
