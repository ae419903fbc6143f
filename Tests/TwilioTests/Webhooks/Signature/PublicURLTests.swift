// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@Suite struct PublicURLTests {
    @Test(arguments: [
        ("https://voice.example.com", "https://voice.example.com"),
        ("HTTPS://Voice.example.com/", "https://Voice.example.com"),
        ("http://localhost:8080", "http://localhost:8080"), ("https://h:443/a/b//", "https://h/a/b"),
        ("https://user:secret@h:8443/p#x", "https://h:8443/p"), ("https://a@b@h/", "https://h"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"), ("https://[::1]", "https://[::1]"),
    ])
    func readsAndPrintsWithoutSecrets(text: String, printed: String) throws {
        let url = try PublicURL(text)
        #expect("\(url)" == printed)
        #expect(!"\(url)".contains("secret"))
    }

    @Test func makesTheURLsOfRequests() throws {
        let url = try PublicURL("https://h.example/p")
        #expect(url.url(of: "/api?x=1") == "https://h.example/p/api?x=1")
        #expect(url.url(of: "/s", webSocket: true) == "wss://h.example/p/s")
        #expect(try PublicURL("http://h:8080").url(of: "/s", webSocket: true) == "ws://h:8080/s")
        #expect(url.isSecure)
        #expect(url.host == "h.example")
        #expect(url.port == nil)
        #expect(url.path == "/p")
    }

    @Test(arguments: [
        "", "voice.example.com", "ftp://h", "wss://h", "https://", "https:///x", "https://:443", "https://h:0",
        "https://h:99999", "https://h:x", "https://h:", "https://h:-1", "https://h:+1", "https://h?x=1",
        "https://h/p?x",
        "https://h h", " https://h", "https://h\n", "https://h\r\nX: y", "https://hé", "https://h\\x", "https://[::1",
        "https://user@", "https://h:8 0", "//h", "https//h",
    ])
    func refusesWhatTwilioCouldNotHaveCalled(text: String) {
        let error = #expect(throws: TwilioError.self) { try PublicURL(text) }
        #expect(error?.code == .invalidPublicURL)
    }
}
