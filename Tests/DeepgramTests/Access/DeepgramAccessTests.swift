// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Credentials and endpoints.
struct DeepgramAccessTests {
    private static let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

    @Test func usesTheSchemeOfEachCredential() throws {
        #expect(try DeepgramCredential.key("abc").authorization == "Token abc")
        #expect(try DeepgramCredential.token("abc").authorization == "Bearer abc")
        #expect(try DeepgramCredential("0123456789abcdef").authorization == "Token 0123456789abcdef")
        #expect(try DeepgramCredential(Self.jwt).authorization == "Bearer \(Self.jwt)")
        #expect(try DeepgramCredential("eyJa.b").isToken == false)
    }

    @Test func neverShowsACredential() throws {
        for credential in [try DeepgramCredential.key("s3cret"), try .token("s3cret")] {
            var dumped = ""
            dump(credential, to: &dumped)
            let texts = ["\(credential)", String(reflecting: credential), dumped, "\([credential])"]
            for text in texts { #expect(!text.contains("s3cret"), "\(text)") }
        }
    }

    @Test(arguments: [
        "", " ", "abc ", "a bc", "abc\n", "abc\r\nX-Evil: 1", "ab\u{0}c", "schlüssel", "Token abc", "bearer abc",
        String(repeating: "a", count: 8_193),
    ])
    func refusesWhatIsNoCredential(text: String) {
        let errors = [
            #expect(throws: DeepgramError.self) { try DeepgramCredential.key(text) },
            #expect(throws: DeepgramError.self) { try DeepgramCredential.token(text) },
            #expect(throws: DeepgramError.self) { try DeepgramCredential(text) },
        ]
        for error in errors {
            #expect(error?.code == .invalidParameters)
            #expect(text.utf8.count < 3 || error?.description.contains(text) == false)
        }
    }

    @Test(arguments: [
        ("https://api.deepgram.com", "wss://api.deepgram.com/x", "https://api.deepgram.com/x"),
        ("wss://API.EU.deepgram.com/", "wss://api.eu.deepgram.com/x", "https://api.eu.deepgram.com/x"),
        ("HTTPS://host:443", "wss://host/x", "https://host/x"),
        ("https://host:8443", "wss://host:8443/x", "https://host:8443/x"),
        ("https://proxy.example/deepgram//", "wss://proxy.example/deepgram/x", "https://proxy.example/deepgram/x"),
        ("https://[2001:db8::1]:8443/p", "wss://[2001:db8::1]:8443/p/x", "https://[2001:db8::1]:8443/p/x"),
    ])
    func makesURLsOfAnEndpoint(text: String, webSocket: String, rest: String) throws {
        for isAllowing in [true, false] {
            let endpoint = try DeepgramEndpoint(text, allowingPlaintext: isAllowing)
            #expect(endpoint.webSocketURL("/x") == webSocket)
            #expect(endpoint.restURL("/x") == rest)
            #expect(try DeepgramEndpoint(endpoint.description) == endpoint)
        }
    }

    @Test func knowsDeepgramsOwnHosts() throws {
        #expect(try DeepgramEndpoint("https://api.deepgram.com") == .deepgram)
        #expect(try DeepgramEndpoint("wss://api.eu.deepgram.com") == .europe)
        #expect(try DeepgramEndpoint("wss://api.au.deepgram.com:443/") == .australia)
    }

    @Test(arguments: [
        "ws://127.0.0.1:8080", "http://[::1]:8080", "http://localhost", "http://10.1.2.3", "http://192.168.1.1",
        "http://172.31.0.1", "http://[fd00::1]", "http://deepgram:8080", "http://dg.internal", "http://a.localhost:1",
    ])
    func takesPlainTextOnlyWhereItWasAllowedAndIsPrivate(text: String) throws {
        let error = #expect(throws: DeepgramError.self) { try DeepgramEndpoint(text) }
        #expect(error?.message.contains("not encrypted") == true)
        let endpoint = try DeepgramEndpoint(text, allowingPlaintext: true)
        #expect(!endpoint.isSecure)
        #expect(endpoint.webSocketURL("/x").hasPrefix("ws://") && endpoint.restURL("/x").hasPrefix("http://"))
    }

    @Test(arguments: [
        "http://api.deepgram.com", "ws://8.8.8.8", "http://[2001:db8::1]", "http://172.32.0.1", "http://2130706433",
        "http://0x7f.1", "http://localhost.evil.com", "http://internal.example",
    ])
    func neverTakesPlainTextToThePublic(text: String) {
        #expect(throws: DeepgramError.self) { try DeepgramEndpoint(text, allowingPlaintext: true) }
    }

    @Test(arguments: [
        "", "api.deepgram.com", "//api.deepgram.com", "ftp://api.deepgram.com", "https://", "https:///x",
        "https://:443",
        "https://host:0", "https://host:65536", "https://host:", "https://host:+1", "https://host:12x", "https://ho st",
        "https://user@host", "https://user:pass@host", "https://host?x=1", "https://host/#x", "https://host/?",
        "https://[::1", "https://[nonsense]", "https://[::1]x", "https://[127.0.0.1]", "https://höst", "https://a..b",
        "https://host\r\nX: 1", "https://host/v1/listen", "https://host/v1/", "https://a%41", "https://\\host",
    ])
    func refusesWhatIsNoEndpoint(text: String) {
        let error = #expect(throws: DeepgramError.self) { try DeepgramEndpoint(text, allowingPlaintext: true) }
        #expect(error?.code == .invalidParameters)
        #expect(error?.message.contains("user:pass") == false)
    }
}
