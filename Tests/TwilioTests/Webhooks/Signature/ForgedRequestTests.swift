// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// 54 requests that are not Twilio's, each a genuine one with one thing changed, and 37 that are.
@Suite struct ForgedRequestTests {
    struct Request: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var signature: String?
        var settings: String?
        var target = ForgedRequestTests.target
        var content = SignedContent.form(ForgedRequestTests.form)

        init(_ name: String, _ change: (inout Self) -> Void = { _ in }) {
            self.testDescription = name
            self.signature = ForgedRequestTests.sign()
            change(&self)
        }

        /// A genuine request of another shape.
        init(genuine name: String, target: String = ForgedRequestTests.target, form: FormParameters) {
            self.testDescription = name
            self.target = target
            self.content = .form(form)
            self.signature = ForgedRequestTests.sign("https://h.example" + target, form)
        }
    }

    static let token = AuthToken("12345")
    static let target = "/api/calls/incoming?a=1&b=2"
    static let form: FormParameters = [
        "AccountSid": "AC00000000000000000000000000000000", "CallSid": "CA0123456789abcdef0123456789abcdef",
        "From": "+14155551234", "To": "+14155550000", "CallStatus": "ringing", "Name": "Zo\u{EB}",
    ]

    static func sign(
        _ url: String = "https://h.example" + target,
        _ form: FormParameters = form,
        by token: AuthToken = token,
        _ algorithm: SignatureAlgorithm = .hmacSHA1
    ) -> String {
        RequestSignature.of(url: url, parameters: form, token: token, algorithm: algorithm).headerValue
    }

    private static func verdict(_ request: Request) throws -> SignatureVerdict {
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://h.example"),
            tokens: [AuthToken("old"), Self.token],
            sharedKeys: ["k1": AuthToken("shared")]
        )
        return validator.verdict(
            signature: request.signature,
            settings: request.settings,
            target: request.target,
            content: request.content
        )
    }

    private static func setting(_ name: String, _ value: String) -> SignedContent {
        .form(FormParameters(form.map { $0.name == name ? .init(name: name, value: value) : $0 }))
    }

    static let headers: [Request] = [
        Request("no signature") { $0.signature = nil }, Request("an empty one") { $0.signature = "" },
        Request("a blank") { $0.signature = " " }, Request("truncated") { $0.signature?.removeLast() },
        Request("truncated by four") { $0.signature?.removeLast(4) }, Request("only padding") { $0.signature = "====" },
        Request("doubled") { $0.signature! += $0.signature! },
        Request("twice") { $0.signature! += "," + $0.signature! },
        Request("blank before") { $0.signature = " " + $0.signature! }, Request("LF after") { $0.signature! += "\n" },
        Request("NUL after") { $0.signature! += "\0" }, Request("in quotes") { $0.signature = "\"\($0.signature!)\"" },
        Request("in hex") { $0.signature = String(repeating: "0f", count: 20) },
        Request("upper case") { $0.signature = $0.signature!.uppercased() },
        Request("zeros") {
            $0.signature = String(decoding: Base64.encode([UInt8](repeating: 0, count: 20)), as: UTF8.self)
        },
        Request("19 bytes") {
            $0.signature = String(decoding: Base64.encode([UInt8](repeating: 7, count: 19)), as: UTF8.self)
        },
        Request("21 bytes") {
            $0.signature = String(decoding: Base64.encode([UInt8](repeating: 7, count: 21)), as: UTF8.self)
        },
        Request("a megabyte") { $0.signature = String(repeating: "A", count: 1_048_576) },
        Request("base64url") { $0.signature = "-_" + $0.signature!.dropFirst(2) },
        Request("not ASCII") { $0.signature = "é" + $0.signature!.dropFirst() },
        Request("SHA-256 instead") { $0.signature = sign(by: token, .hmacSHA256) },
        Request("another algorithm") { $0.settings = "algorithm=HMAC_MD5" },
        Request("no algorithm at all") { $0.settings = "algorithm=none" },
        Request("an unknown key") {
            $0.settings = "key=k2,algorithm=HMAC_SHA256"
            $0.signature = sign(by: AuthToken("shared"), .hmacSHA256)
        },
        Request("the token as a shared key") {
            $0.settings = "key=k1,algorithm=HMAC_SHA256"
            $0.signature = sign(by: token, .hmacSHA256)
        },
        Request("the shared key as a token") { $0.signature = sign(by: AuthToken("shared")) },
        Request("settings without end") { $0.settings = String(repeating: "x=\u{301}", count: 10_000) },
    ]

    static let others: [Request] = [
        Request("another token") { $0.signature = sign(by: AuthToken("12346")) },
        Request("an empty token") { $0.signature = sign(by: AuthToken("")) },
        Request("a token with a line end") { $0.signature = sign(by: AuthToken("12345\n")) },
        Request("another host") { $0.signature = sign("https://h.example.evil" + target) },
        Request("host in upper case") { $0.signature = sign("https://H.example" + target) },
        Request("http") { $0.signature = sign("http://h.example" + target) },
        Request("a WebSocket") { $0.signature = sign("wss://h.example" + target) },
        Request("another port") { $0.signature = sign("https://h.example:8443" + target) },
        Request("a user") { $0.signature = sign("https://u:p@h.example" + target) },
        Request("another path") { $0.target = "/api/calls/status?a=1&b=2" },
        Request("a slash more") { $0.target = "/api/calls/incoming/?a=1&b=2" },
        Request("a double slash") { $0.target = "/" + target },
        Request("an escaped path") { $0.target = "/api/calls/%69ncoming?a=1&b=2" },
        Request("a dotted path") { $0.target = "/api/calls/./incoming?a=1&b=2" },
        Request("no query") { $0.target = "/api/calls/incoming" },
        Request("another order") { $0.target = "/api/calls/incoming?b=2&a=1" },
        Request("an item more") { $0.target += "&c=3" },
        Request("an absolute target") { $0.target = "https://h.example" + target },
        Request("no target") { $0.target = "" },
        Request("another caller") { $0.content = setting("From", "+14155551235") },
        Request("another account") { $0.content = setting("AccountSid", "AC11111111111111111111111111111111") },
        Request("decomposed") { $0.content = setting("Name", "Zoe\u{308}") },
        Request("a blank more") { $0.content = setting("CallStatus", "ringing ") },
        Request("a field less") { $0.content = .form(FormParameters(form.dropLast())) },
        Request("a field more") { $0.content = .form(FormParameters(Array(form) + [.init(name: "x", value: "")])) },
        Request("a name in lower case") {
            $0.content = .form(FormParameters(form.map { .init(name: $0.name.lowercased(), value: $0.value) }))
        },
        Request("the body taken for JSON") { $0.content = .body(form.encoded) },
    ]

    @Test(arguments: headers + others) func isRefused(_ request: Request) throws {
        #expect(try !Self.verdict(request).isValid)
    }

    @Test func thereAreFiftyFourAndThirtySeven() throws {
        #expect(Self.headers.count + Self.others.count == 54)
        #expect(Self.genuine.count == 37)
        #expect(try Self.verdict(Request("as it is")) == .valid)
    }

    private static func with(_ fields: [(String, String)]) -> FormParameters {
        FormParameters(Array(form) + fields.map { .init(name: $0.0, value: $0.1) })
    }

    static let values: [Request] = [
        ("empty", ""), ("NFC", "\u{E9}"), ("NFD", "e\u{301}"), ("CR LF", "a\r\nb"), ("LF", "\n"), ("a tab", "\t"),
        ("a blank", " "), ("blanks around", "  x "), ("a plus", "+"), ("a percent", "100%"), ("escapes", "%41%0A"),
        ("ampersands", "a&b=c"), ("a hash", "#rc=2"), ("a question", "?x"), ("quotes", "\"'`"), ("markup", "<b>"),
        ("emoji", "👩\u{200D}🚒"), ("Arabic", "مرحبا"), ("Hebrew and bidi", "\u{202B}שלום\u{202C}"), ("NUL", "\0"),
        ("beyond the BMP", "\u{10FFFD}"), ("24 kB", String(repeating: "x", count: 24_576)),
        ("a SIP header", "<sip:a@b;tag=1>"), ("a passport", String(repeating: "eyJ.", count: 2_000)),
    ].map { Request(genuine: $0.0, form: with([("Value", $0.1)])) }

    static let genuine: [Request] =
        values + [
            Request(genuine: "repeated", form: with([("D", "2"), ("D", "1"), ("D", "2")])),
            Request(genuine: "in another order", form: FormParameters(form.reversed())),
            Request(genuine: "both forms of a name", form: with([("\u{E9}", "1"), ("e\u{301}", "2")])),
            Request(genuine: "names in three cases", form: with([("callsid", "a"), ("CALLSID", "b")])),
            Request(genuine: "a name that begins another", form: with([("Reason", "x"), ("ReasonEnded", "a")])),
            Request(genuine: "an empty name", form: with([("", "x"), ("", "")])),
            Request(genuine: "a SIP header's name", form: with([("SipHeader_X-My.Name[]", "1")])),
            Request(genuine: "parameters of tomorrow", form: with((0..<2_000).map { ("New\($0)", "\($0)") })),
            Request(genuine: "no query", target: "/v", form: form),
            Request(genuine: "an escaped query", target: "/v?q=a%20b+c%2Bd&e='&f", form: form),
            Request(genuine: "an escaped path", target: "/a%2Fb//c;d=e/", form: form),
            Request(genuine: "the root", target: "/", form: form),
            Request(genuine: "an empty form", form: [:]),
        ]

    @Test(arguments: genuine) func isAccepted(_ request: Request) throws {
        #expect(try Self.verdict(request) == .valid)
        // Through the encoding of a form and back nothing changes.
        guard case .form(let form) = request.content else { return }
        var decoded = request
        decoded.content = .form(try FormDecoder(maximumFields: 5_000).decode(form.encoded))
        #expect(try Self.verdict(decoded) == .valid)
    }
}
