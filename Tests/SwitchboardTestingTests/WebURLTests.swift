// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SwitchboardTesting

struct WebURLTests {
    @Test(arguments: [
        ("https://Example.com", "https://Example.com/"),
        ("https://example.com:8443/a//b/?q=%20'#frag", "https://example.com:8443/a//b/?q=%20'"),
        ("HTTP://user:p@ss@host/x", "http://host/x"),
        ("wss://h?x", "wss://h/?x"),
    ])
    func keepsEveryByteThatIsSigned(_ text: String, _ expected: String) throws {
        #expect(try #require(WebURL(text)).description == expected)
    }

    @Test(arguments: ["", "x", "//host/x", "ftp://h/", "https://", "https:///x", "https://a b/"])
    func refusesWhatIsNoURL(_ text: String) {
        #expect(WebURL(text) == nil)
    }

    @Test(arguments: [
        ("", "https://h/a/b?q=1"), ("?r=2", "https://h/a/b?r=2"), ("c", "https://h/a/c"), ("/c?d", "https://h/c?d"),
        ("../c", "https://h/c"), ("../../c", "https://h/c"), ("./c/./d/", "https://h/a/c/d/"), ("..", "https://h/"),
        ("//other/x", "https://other/x"), ("http://o:1/x?y", "http://o:1/x?y"), (" c#f ", "https://h/a/c"),
        ("c?u=http://x/", "https://h/a/c?u=http://x/"),
    ])
    func resolvesReferences(_ reference: String, _ expected: String) throws {
        let base = try #require(WebURL("https://h/a/b?q=1"))
        #expect(base.resolving(reference)?.description == expected)
    }

    @Test func theRouteLeadsThePublicHostToTheLocalServer() throws {
        let url = try #require(WebURL("https://voice.example.com/voice"))
        let route = try ServerRoute(url: url, localOrigin: "http://127.0.0.1:8080")
        func destination(_ text: String) throws -> ServerRoute.Destination {
            route.destination(of: try #require(WebURL(text)))
        }
        let local = try destination("https://voice.example.com:443/next?x=1")
        #expect(local.url.description == "http://127.0.0.1:8080/next?x=1" && local.host == "voice.example.com:443")
        #expect(try destination("wss://Voice.example.com/m").url.description == "ws://127.0.0.1:8080/m")
        #expect(try destination("https://cdn.example.com/a.wav").url.description == "https://cdn.example.com/a.wav")
    }

    @Test func withoutALocalOriginURLsLeadWhereTheySay() throws {
        let plain = try ServerRoute(url: try #require(WebURL("http://127.0.0.1:8080/voice")), localOrigin: nil)
        let stream = plain.destination(of: try #require(WebURL("wss://127.0.0.1:8080/m")))
        #expect(stream.url.description == "ws://127.0.0.1:8080/m", "a development server has no TLS")
        let secure = try ServerRoute(url: try #require(WebURL("https://h/voice")), localOrigin: nil)
        #expect(secure.destination(of: try #require(WebURL("wss://h/m"))).url.description == "wss://h/m")
    }

    @Test(arguments: ["127.0.0.1:8080", "http://h/path", "http://h/?q", ""])
    func refusesOriginsThatAreNone(_ origin: String) throws {
        let url = try #require(WebURL("https://h/voice"))
        #expect(throws: SimulationError.self) { try ServerRoute(url: url, localOrigin: origin) }
    }
}
