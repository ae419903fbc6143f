// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct SignatureValidatorTests {
    private static let token = AuthToken("12345")
    private static let call = SignatureVector.all[0].parameters

    private static func validator(_ url: String, tokens: [AuthToken] = [token]) throws -> SignatureValidator {
        SignatureValidator(
            publicURL: try PublicURL(url),
            tokens: tokens,
            sharedKeys: ["webhooks_sharedkey_1": Self.token]
        )
    }

    /// Splits a vector's URL into what is configured and what is on the request line.
    private static func parts(_ url: String) -> (base: String, target: String, isWebSocket: Bool) {
        let afterScheme = url.firstRange(of: "://").map(\.upperBound) ?? url.startIndex
        let slash = url[afterScheme...].firstIndex(of: "/") ?? url.endIndex
        let base = url[..<slash]
        return (
            base.hasPrefix("wss") ? "https" + base.dropFirst(3) : String(base), String(url[slash...]),
            base.hasPrefix("wss")
        )
    }

    private static func content(_ vector: SignatureVector, isWebSocket: Bool) -> SignedContent {
        if isWebSocket { return .webSocketUpgrade }
        if vector.url.contains("bodySHA256") { return .body(Array(#"{"property": "value", "boolean": true}"#.utf8)) }
        return vector.parameters.isEmpty ? .none : .form(vector.parameters)
    }

    @Test(arguments: SignatureVector.all) func acceptsEveryVector(_ vector: SignatureVector) throws {
        let (base, target, isWebSocket) = Self.parts(vector.url)
        let verdict = try Self.validator(base).verdict(
            signature: vector.signature,
            settings: vector.algorithm == .hmacSHA256 ? "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256" : nil,
            target: target,
            content: Self.content(vector, isWebSocket: isWebSocket)
        )
        #expect(verdict == .valid)
    }

    @Test(arguments: SignatureVector.all) func refusesEveryVectorWithOneThingChanged(_ vector: SignatureVector) throws {
        let (base, target, isWebSocket) = Self.parts(vector.url)
        let settings = vector.algorithm == .hmacSHA256 ? "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256" : nil
        let content = Self.content(vector, isWebSocket: isWebSocket)
        let validator = try Self.validator(base)
        let verdict = { (target: String, content: SignedContent) in
            validator.verdict(signature: vector.signature, settings: settings, target: target, content: content)
        }
        #expect(verdict(target + "x", content) == .mismatch)
        #expect(verdict("/x" + target, content) == .mismatch)
        #expect(verdict(target.uppercased(), content) == .mismatch)
        let swapped = target.replacing("foo=1&bar=2", with: "bar=2&foo=1")
        #expect(verdict(swapped, content) == (swapped == target ? .valid : .mismatch))
        #expect(
            try Self.validator(base.uppercased().replacing("HTTP", with: "http").replacing("S:", with: "s:"))
                .verdict(signature: vector.signature, settings: settings, target: target, content: content) == .mismatch
        )
        for index in vector.parameters.indices where vector.id != "V09" {
            let fewer = FormParameters(vector.parameters.enumerated().filter { $0.offset != index }.map(\.element))
            #expect(verdict(target, .form(fewer)) == .mismatch)
        }
        #expect(
            verdict(target, .form(FormParameters(Array(vector.parameters) + [.init(name: "x", value: "")])))
                == .mismatch
        )
        let other = try Self.validator(base, tokens: [AuthToken("12346"), AuthToken("")])
        if vector.algorithm == .hmacSHA1 {
            #expect(other.verdict(signature: vector.signature, target: target, content: content) == .mismatch)
        }
    }

    /// From the tests of Twilio's Go library: made by sorting whole fields instead of names.
    @Test func sortsNamesAndNotFields() throws {
        let vector = SignatureVector.all[9]
        let (base, target, _) = Self.parts(vector.url)
        let verdict = try Self.validator(base).verdict(
            signature: "95+Bu0JVPi0r/SsESZCVf0dWAjw=",
            target: target,
            content: .form(vector.parameters)
        )
        #expect(verdict == .mismatch)
    }

    @Test func theSignatureOfHTTPSDoesNotOpenAWebSocket() throws {
        let verdict = try Self.validator("https://example.com").verdict(
            signature: "6HZQ7Cq/dSYDCAiy3qRA6PZfACI=",
            target: "/media",
            content: .webSocketUpgrade
        )
        #expect(verdict == .mismatch)
    }

    @Test(arguments: [
        "wss://example.com/media", "wss://example.com/media/", "wss://example.com:443/media",
        "wss://example.com:443/media/",
    ])
    func aWebSocketMayBeSignedWithSlashAndPort(url: String) throws {
        let signature = RequestSignature.of(url: url, token: Self.token).headerValue
        let validator = try Self.validator("https://example.com")
        #expect(validator.verdict(signature: signature, target: "/media", content: .webSocketUpgrade).isValid)
        #expect(!validator.verdict(signature: signature, target: "/media", content: .none).isValid)
    }

    @Test(arguments: [
        ("https://h.example", "https://h.example/v", true), ("https://h.example", "https://h.example:443/v", true),
        ("https://h.example:443", "https://h.example/v", true), ("https://h.example:8443", "https://h.example/v", true),
        ("https://h.example:8443", "https://h.example:8443/v", true),
        ("http://h.example", "http://h.example:80/v", true),
        ("https://h.example/", "https://h.example/v", true), ("https://h.example/p/", "https://h.example/p/v", true),
        ("https://h.example#rc=2", "https://h.example/v", true), ("https://u:p@h.example", "https://h.example/v", true),
        ("https://u:p@h.example:8443", "https://u:p@h.example:8443/v", true),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]/v", true),
        ("https://h.example", "http://h.example/v", false),
        ("https://h.example", "https://h.example/v/", false), ("https://h.example", "https://h.example:8443/v", false),
        ("https://h.example", "https://H.example/v", false), ("https://h.example", "https://x:y@h.example/v", false),
        ("https://h.example:8443", "https://h.example:443/v", false),
        ("https://h.example/p", "https://h.example/v", false),
    ])
    func findsTheURLThatWasSigned(publicURL: String, signed: String, isValid: Bool) throws {
        let signature = RequestSignature.of(url: signed, parameters: Self.call, token: Self.token).headerValue
        let verdict = try Self.validator(publicURL).verdict(
            signature: signature,
            target: "/v",
            content: .form(Self.call)
        )
        #expect(verdict.isValid == isValid)
    }

    @Test func aFragmentIsNotSigned() throws {
        let signature = RequestSignature.of(url: "https://h.example/v?a=1", token: Self.token).headerValue
        let validator = try Self.validator("https://h.example")
        #expect(validator.verdict(signature: signature, target: "/v?a=1#rc=2", content: .none).isValid)
        #expect(validator.verdict(signature: signature, target: "/v?a=1#\u{301}", content: .none).isValid)
    }

    @Test func anyOfSeveralTokensMayHaveSigned() throws {
        let vector = SignatureVector.all[0]
        let (base, target, _) = Self.parts(vector.url)
        let tokens = [AuthToken("old"), Self.token, AuthToken("new")]
        let verdict = try Self.validator(base, tokens: tokens)
            .verdict(signature: vector.signature, target: target, content: .form(vector.parameters))
        #expect(verdict == .valid)
    }

    @Test func saysWhyNot() throws {
        let vector = SignatureVector.all[0]
        let (base, target, _) = Self.parts(vector.url)
        let form = SignedContent.form(vector.parameters)
        let validator = try Self.validator(base)
        let none = try Self.validator(base, tokens: [])
        let verdict = { (validator: SignatureValidator, signature: String?, settings: String?, target: String) in
            validator.verdict(signature: signature, settings: settings, target: target, content: form)
        }
        #expect(verdict(validator, nil, nil, target) == .missingHeader)
        #expect(verdict(validator, "", nil, target) == .missingHeader)
        #expect(verdict(validator, "abc", nil, target) == .malformedHeader)
        #expect(verdict(validator, vector.signature, nil, "https://h" + target) == .malformedTarget)
        #expect(verdict(validator, vector.signature, nil, "") == .malformedTarget)
        #expect(verdict(none, vector.signature, nil, target) == .noToken)
        #expect(verdict(validator, vector.signature, "algorithm=HMAC_MD5", target) == .unknownAlgorithm)
        #expect(verdict(validator, vector.signature, "key=other,algorithm=HMAC_SHA256", target) == .unknownKey)
        #expect(verdict(validator, vector.signature, "algorithm=HMAC_SHA256", target) == .unknownKey)
        for settings in ["", "key=x", "algorithm=HMAC_SHA1", "nonsense", "key=x, algorithm=hmac_sha1"] {
            #expect(verdict(validator, vector.signature, settings, target) == .valid)
        }
    }

    @Test func aBodyMustBeTheOneThatWasSigned() throws {
        let vector = SignatureVector.all[11]
        let (base, target, _) = Self.parts(vector.url)
        let validator = try Self.validator(base)
        let changed = Array(#"{"property": "value", "boolean": tru3}"#.utf8)
        #expect(
            validator.verdict(signature: vector.signature, target: target, content: .body(changed)) == .bodyMismatch
        )
        let bare = RequestSignature.of(url: base + "/v?a=1", token: Self.token).headerValue
        #expect(validator.verdict(signature: bare, target: "/v?a=1", content: .body(changed)) == .missingBodyHash)
        #expect(validator.verdict(signature: bare, target: "/v?a=1", content: .body([])) == .missingBodyHash)
        let near = RequestSignature.of(url: base + "/v?xbodySHA256=00", token: Self.token).headerValue
        #expect(validator.verdict(signature: near, target: "/v?xbodySHA256=00", content: .body([])) == .missingBodyHash)
    }

    @Test func namesThePublicURLThatWouldHaveMatched() throws {
        let vector = SignatureVector.all[0]
        let (base, target, _) = Self.parts(vector.url)
        let validator = try Self.validator("http://localhost:8080")
        let candidates = try ["https://other.example", base].map { try PublicURL($0) }
        let match = validator.publicURL(
            among: candidates,
            matching: vector.signature,
            target: target,
            content: .form(vector.parameters)
        )
        #expect(match?.description == base)
    }

    @Test func everySignatureWithOneBitChangedIsRefused() throws {
        let vector = SignatureVector.all[0]
        let (base, target, _) = Self.parts(vector.url)
        let validator = try Self.validator(base)
        let bytes = try #require(Base64.decode(Array(vector.signature.utf8)))
        for bit in 0..<160 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let header = String(decoding: Base64.encode(changed), as: UTF8.self)
            #expect(
                validator.verdict(signature: header, target: target, content: .form(vector.parameters)) == .mismatch
            )
        }
    }
}
