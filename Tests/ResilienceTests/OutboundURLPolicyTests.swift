// SPDX-License-Identifier: Apache-2.0

import Resilience
import Testing

struct OutboundURLPolicyTests {
    private static func refusal(_ url: String, _ policy: OutboundURLPolicy = OutboundURLPolicy()) -> OutboundRefusal? {
        do throws(OutboundRefusal) {
            _ = try policy.target(of: url)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("https://example.com", "example.com"), ("HTTPS://Example.COM/path?q#f", "example.com"),
        ("https://example.com.:443/", "example.com"), ("https://93.184.216.34/x", "93.184.216.34"),
        ("https://[2606:4700::1111]/", "2606:4700::1111"), ("https://a-b_c.example/", "a-b_c.example"),
        ("https://example.com?@evil", "example.com"), ("https://1.example.com/", "1.example.com"),
    ]) func takesPublicHosts(_ url: String, _ host: String) throws {
        let target = try OutboundURLPolicy().target(of: url)
        #expect(target.host == host)
        #expect(target.port == 443)
    }

    /// Every way to write an address that is one's own or a neighbour's.
    @Test(arguments: [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/",
        "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1./", "https://0/", "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data", "https://0xa9fea9fe/", "https://2852039166/", "https://10.0.0.1/",
        "https://192.168.1.1/", "https://172.16.0.1/", "https://100.64.0.1/", "https://[::1]/", "https://[::]/",
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[fe80::1]/",
        "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001:0:1::1]/",
        "https://[ff02::1]/", "https://255.255.255.255/", "https://224.0.0.1/", "https://198.18.0.1/",
        "https://1.2.3/", "https://1.2.3.4.5/", "https://256.256.256.256/", "https://example.0x1/",
    ]) func refusesAddressesThatAreNotPublic(_ url: String) {
        let refusal = Self.refusal(url)
        #expect(refusal == .address || refusal == .host)
    }

    private static let longLabel = "https://" + String(repeating: "a", count: 64) + ".example/"
    private static let longName = "https://" + String(repeating: "a.", count: 200) + "example/"
    private static let longPath = "https://example.com/" + String(repeating: "a", count: 9_000)

    static let noPlainURLs: [(String, OutboundRefusal)] = [
        ("", .malformed), ("example.com", .malformed), ("//example.com", .malformed),
        ("://example.com", .malformed), ("https:example.com", .malformed), ("https://exa mple.com", .malformed),
        ("https://example.com\r\nHost: evil", .malformed), ("https://example.com\\@evil.com", .malformed),
        ("https://ex\u{E4}mple.com", .malformed), ("https://example.com:0/", .malformed),
        ("https://example.com:65536/", .malformed), ("https://example.com:+443/", .malformed),
        ("https://example.com:/", .malformed), ("https://example.com:443:80/", .malformed),
        ("https://good.example@127.0.0.1/", .userInfo), ("https://user:pass@example.com/", .userInfo),
        ("https://@example.com/", .userInfo), ("http://example.com/", .scheme), ("file:///etc/passwd", .host),
        ("gopher://example.com/", .scheme), ("ftp://example.com/", .scheme), ("https://example.com:8443/", .port),
        ("https:///path", .host), ("https://./", .host), ("https://..example.com/", .host),
        ("https://-a.example/", .host),
        ("https://exa%6dple.com/", .host), ("https://[::1/", .host), ("https://[127.0.0.1]/", .host),
        ("https://::1/", .malformed),
        ("https://[fe80::1%25eth0]/", .host), (longLabel, .host),
        (longName, .host),
        (longPath, .malformed),
    ]

    @Test(arguments: Self.noPlainURLs) func refusesWhatIsNoPlainURL(_ url: String, _ refusal: OutboundRefusal) {
        #expect(Self.refusal(url) == refusal)
    }

    @Test func asksOnlyHostsOfTheList() {
        var policy = OutboundURLPolicy()
        policy.hosts = ["hooks.example.com", "*.twilio.com"]
        #expect(Self.refusal("https://hooks.example.com/", policy) == nil)
        #expect(Self.refusal("https://api.twilio.com/", policy) == nil)
        for url in [
            "https://example.com/", "https://xhooks.example.com/", "https://hooks.example.com.evil.net/",
            "https://twilio.com/",
            "https://eviltwilio.com/", "https://.twilio.com/", "https://93.184.216.34/",
        ] { #expect(Self.refusal(url, policy) == .host) }
    }

    @Test func checksWhatANameWasResolvedTo() throws {
        let policy = OutboundURLPolicy()
        let target = try policy.target(of: "https://rebinding.example/")
        let (good, bad) = (try #require(IPAddress("93.184.216.34")), try #require(IPAddress("::ffff:169.254.169.254")))
        #expect(try policy.addresses([good], for: target) == [good])
        #expect(throws: OutboundRefusal.address) { try policy.addresses([bad], for: target) }
        #expect(throws: OutboundRefusal.address) { try policy.addresses([good, bad], for: target) }
        #expect(throws: OutboundRefusal.unresolved) { try policy.addresses([], for: target) }
        let literal = try policy.target(of: "https://93.184.216.34/")
        let other = try #require(IPAddress("93.184.216.35"))
        #expect(throws: OutboundRefusal.address) { try policy.addresses([other], for: literal) }
    }

    @Test func letsAnOperatorNameANetworkOfHisOwn() throws {
        var policy = OutboundURLPolicy()
        policy.schemes = ["http"]
        policy.ports = [8_080]
        policy.privateBlocks = [try #require(AddressBlock("10.1.0.0/16"))]
        #expect(Self.refusal("http://10.1.2.3:8080/", policy) == nil)
        #expect(Self.refusal("http://10.2.2.3:8080/", policy) == .address)
        #expect(Self.refusal("http://127.0.0.1:8080/", policy) == .address)
    }

    @Test func neverFollowsRedirects() {
        #expect(!OutboundURLPolicy.followsRedirects)
    }

    @Test func survivesGarbage() {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("https://[]:@.0x17fFa-_%?#\\ e".utf8)
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            let url = "https://" + String(decoding: bytes, as: UTF8.self)
            if let target = try? OutboundURLPolicy().target(of: url) {
                verify(target.address?.isPublic ?? true)
                verify(target.host.utf8.allSatisfy { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "%") })
            }
        }
    }
}
