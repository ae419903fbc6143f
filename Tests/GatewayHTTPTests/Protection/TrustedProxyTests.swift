// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import Resilience
import Testing

@testable import GatewayHTTP

struct TrustedProxyTests {
    /// Headers, the connection's other end, and who the client is, with 10.0.0.0/8 and ::1 trusted.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let headers: HTTPFields
        let peer: String
        let client: String

        init(_ name: String, _ fields: [(String, String)], from peer: String = "10.0.0.1", _ client: String) {
            var headers = HTTPFields()
            for (name, value) in fields { headers.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
            self.testDescription = name
            self.headers = headers
            self.peer = peer
            self.client = client
        }
    }

    static let cases: [Case] = [
        Case("no header", [], "10.0.0.1"),
        Case("one client", [("X-Forwarded-For", "192.0.2.7")], "192.0.2.7"),
        Case("from a stranger", [("X-Forwarded-For", "192.0.2.7")], from: "203.0.113.9", "203.0.113.9"),
        Case(
            "from a stranger who claims more",
            [("Forwarded", "for=1.1.1.1"), ("X-Real-IP", "1.1.1.1")],
            from: "9.9.9.9",
            "9.9.9.9"
        ),
        Case("the client's own invention", [("X-Forwarded-For", "1.1.1.1, 8.8.8.8, 192.0.2.7")], "192.0.2.7"),
        Case("two proxies", [("X-Forwarded-For", "1.1.1.1, 192.0.2.7, 10.2.3.4")], "192.0.2.7"),
        Case("an invention that looks like a proxy", [("X-Forwarded-For", "10.9.9.9, 192.0.2.7")], "192.0.2.7"),
        Case("two fields", [("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "192.0.2.7,10.2.3.4")], "192.0.2.7"),
        Case("only proxies", [("X-Forwarded-For", "10.5.5.5, 10.6.6.6")], "10.5.5.5"),
        Case("with a port", [("X-Forwarded-For", "192.0.2.7:4711")], "192.0.2.7"),
        Case("IPv6", [("X-Forwarded-For", "2001:db8::7")], "2001:db8::7"),
        Case("IPv6 with a port", [("X-Forwarded-For", "[2001:db8::7]:4711")], "2001:db8::7"),
        Case("IPv4 in IPv6", [("X-Forwarded-For", "::ffff:192.0.2.7")], "192.0.2.7"),
        Case("a proxy in IPv6 notation", [("X-Forwarded-For", "192.0.2.7")], from: "::ffff:10.0.0.1", "192.0.2.7"),
        Case("blanks and tabs", [("X-Forwarded-For", " \t192.0.2.7\t ")], "192.0.2.7"),
        Case("garbage", [("X-Forwarded-For", "<script>")], "10.0.0.1"),
        Case("empty", [("X-Forwarded-For", "")], "10.0.0.1"),
        Case("garbage on the left", [("X-Forwarded-For", "unknown, 10.7.7.7")], "10.7.7.7"),
        Case("an empty element on the right", [("X-Forwarded-For", "192.0.2.7,")], "10.0.0.1"),
        Case("octal", [("X-Forwarded-For", "0300.0.2.7")], "10.0.0.1"),
        Case("Forwarded", [("Forwarded", "for=192.0.2.7;proto=https;by=10.0.0.1")], "192.0.2.7"),
        Case("Forwarded, quoted", [("Forwarded", #"proto=https; For="[2001:db8::7]:4711""#)], "2001:db8::7"),
        Case("Forwarded, obfuscated", [("Forwarded", "for=_hidden, for=10.2.2.2")], "10.2.2.2"),
        Case(
            "Forwarded, several",
            [("Forwarded", "for=1.1.1.1, for=192.0.2.7"), ("Forwarded", "for=10.2.2.2")],
            "192.0.2.7"
        ),
        Case("X-Real-IP", [("X-Real-IP", "192.0.2.7")], "192.0.2.7"),
        Case("two X-Real-IP", [("X-Real-IP", "1.1.1.1"), ("X-Real-IP", "192.0.2.7")], "10.0.0.1"),
        Case(
            "X-Real-IP beside X-Forwarded-For",
            [("X-Real-IP", "1.1.1.1"), ("X-Forwarded-For", "192.0.2.7")],
            "192.0.2.7"
        ),
        Case("both agree", [("Forwarded", "for=192.0.2.7"), ("X-Forwarded-For", "192.0.2.7")], "192.0.2.7"),
        Case("they disagree", [("Forwarded", "for=1.1.1.1"), ("X-Forwarded-For", "192.0.2.7")], "10.0.0.1"),
        Case(
            "very many",
            [("X-Forwarded-For", "192.0.2.7" + String(repeating: ",10.0.0.2", count: 1_000))],
            "10.0.0.2"
        ),
    ]

    @Test(arguments: Self.cases) func findsTheClient(_ item: Case) throws {
        let proxies = try TrustedProxies("10.0.0.0/8, ::1")
        let peer = try SocketAddress(ipAddress: item.peer, port: 40_000)
        #expect(proxies.client(of: item.headers, peer: peer)?.description == item.client)
    }

    @Test func nobodyIsBelievedUnlessSaid() throws {
        let peer = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        for item in Self.cases {
            #expect(TrustedProxies.none.client(of: item.headers, peer: peer)?.description == "127.0.0.1")
        }
        #expect(try TrustedProxies("loopback").client(of: [:], peer: SocketAddress(unixDomainSocketPath: "/x")) == nil)
        #expect(try TrustedProxies("loopback").client(of: [:], peer: nil) == nil)
    }

    @Test func readsWordsAndBlocks() throws {
        let proxies = try TrustedProxies("loopback, PRIVATE 203.0.113.7,2001:db8::/32")
        for text in [
            "127.9.9.9", "::1", "10.1.1.1", "172.31.0.1", "192.168.0.1", "fd00::1", "203.0.113.7", "2001:db8::1",
        ] {
            #expect(proxies.contains(try #require(IPAddress(text))))
        }
        for text in ["8.8.8.8", "172.32.0.1", "169.254.169.254", "fe80::1", "2001:db9::1", "203.0.113.8"] {
            #expect(!proxies.contains(try #require(IPAddress(text))))
        }
        #expect(try TrustedProxies(" , ").isEmpty)
    }

    @Test(arguments: ["everybody", "0.0.0.0/0", "::/0", "10.0.0.0/40", "10.0.0.0/8;::1", "*", "proxy.example.com"])
    func refusesAListThatMakesNoSense(_ text: String) {
        #expect(throws: TrustedProxies.Flaw.self) { try TrustedProxies(text) }
    }

    @Test(arguments: [
        ("voice.example.com", true), ("voice.example.com:8443", true), ("[2001:db8::1]:80", true), ("192.0.2.1", true),
        ("a_b.example", true), ("", false), ("evil.example/path", false), ("user@host", false), ("host:port", false),
        ("host:123456", false), ("[::1", false), ("[::g]", false), ("ho st", false), ("host\"", false),
        ("ex\u{301}ample", false),
        ("host:", false), (":80", false), ("a,b", false), (String(repeating: "a", count: 256), false),
    ]) func knowsAHost(_ text: String, _ isHost: Bool) {
        #expect(ForwardedFields.isHost(text) == isHost)
    }
}
