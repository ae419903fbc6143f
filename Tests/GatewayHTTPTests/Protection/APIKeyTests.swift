// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

@testable import GatewayHTTP

struct APIKeyTests {
    /// Not random at all, so that a key in a test is never a secret.
    private struct Counting: RandomNumberGenerator {
        var count: UInt64

        mutating func next() -> UInt64 {
            self.count &+= 0x0101_0101_0101_0101
            return self.count
        }
    }

    private static func key(_ number: UInt64 = 1) -> APIKey {
        var generator = Counting(count: number)
        return APIKey(using: &generator)
    }

    @Test func readsWhatItMakes() throws {
        for _ in 0..<200 {
            let key = APIKey()
            #expect(key.text.utf8.count == 53)
            #expect(key.text.hasPrefix("sbk_"))
            #expect(try APIKey(key.text) == key)
        }
        #expect(APIKey() != APIKey())
    }

    @Test func namesWhatIsWrongWithAKey() {
        let text = Self.key().text
        #expect(throws: APIKey.Flaw.noPrefix) { try APIKey("") }
        #expect(throws: APIKey.Flaw.noPrefix) { try APIKey(String(text.dropFirst())) }
        #expect(throws: APIKey.Flaw.noPrefix) { try APIKey(text.uppercased()) }
        #expect(throws: APIKey.Flaw.badCharacter) { try APIKey(text + "\n") }
        #expect(throws: APIKey.Flaw.badCharacter) { try APIKey("sbk_\"" + text.dropFirst(4)) }
        #expect(throws: APIKey.Flaw.tooLong) { try APIKey(text + "A") }
        for count in 4..<text.utf8.count {
            #expect(throws: APIKey.Flaw.cut) { try APIKey(String(text.prefix(count))) }
        }
    }

    @Test func noticesEveryChangedCharacter() {
        let text = Array(Self.key().text)
        for index in 4..<text.count {
            for other in "Ab0-_" where other != text[index] {
                var changed = text
                changed[index] = other
                #expect(throws: APIKey.Flaw.badChecksum) { try APIKey(String(changed)) }
            }
        }
    }

    @Test func showsItselfNowhere() {
        let key = Self.key()
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key)\(String(reflecting: key))\(dumped)".contains(key.text.dropFirst(8)))
    }

    @Test func writesAnEntryThatLetsItIn() throws {
        let key = Self.key()
        let line = key.entry(named: "console", scope: .control)
        #expect(!line.contains(key.text))
        let ring = APIKeyRing(try APIKeyRing.entries(in: ["# keys", "", "  \(line)\r", "plain-key"]))
        #expect(ring.count == 2)
        #expect(ring.entry(of: key.text)?.name == "console")
        #expect(ring.entry(of: key.text)?.scope == .control)
        #expect(ring.entry(of: "plain-key")?.scope == .admin)
        #expect(ring.entry(of: "plain-key")?.name == "key-4")
        #expect(ring.entry(of: key.text + "A") == nil)
        #expect(ring.entry(of: "") == nil)
        #expect(ring.entry(of: key.digest) == nil)
    }

    /// SHA-256 of "abc", FIPS 180-4.
    @Test func hashesAsEverybodyDoes() throws {
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let ring = APIKeyRing(try APIKeyRing.entries(in: ["one:read:\(digest.uppercased())"]))
        #expect(ring.entry(of: "abc")?.name == "one")
        #expect(ring.entry(of: "abd") == nil)
    }

    @Test func exchangesItsKeysWhileItIsUsed() throws {
        let (old, new) = (Self.key(1), Self.key(2))
        let ring = APIKeyRing(try APIKeyRing.entries(in: [old.entry(named: "one", scope: .read)]))
        #expect(ring.entry(of: old.text) != nil)
        ring.replace(try APIKeyRing.entries(in: [new.entry(named: "two", scope: .admin)]))
        #expect(ring.entry(of: old.text) == nil)
        #expect(ring.entry(of: new.text)?.name == "two")
        ring.replace([])
        #expect(ring.isEmpty)
    }

    @Test func listsEverythingThatIsWrongAtOnceAndNoSecret() throws {
        let key = Self.key().text
        let digest = Self.key().digest
        let lines = [
            "a:b", "a:b:c:d", ":read:\(digest)", "a b:read:\(digest)", "a:write:\(digest)",
            "a:read:\(digest.dropLast())",
            "a:read:\(key)", "a:read:\(digest.dropLast())g", String(key.dropLast()), "x:read:\(digest)",
            "x:admin:\(digest)", "good-plain-key",
        ]
        let error = try #require(throws: APIKeyRing.Flaws.self) { try APIKeyRing.entries(in: lines) }
        #expect(error.flaws.count == 10)
        #expect(error.description.contains("treat that key as published"))
        #expect(error.description.contains("too short"))
        #expect(error.description.contains("the name x is taken"))
        #expect(!error.description.contains(key.dropFirst(4)))
    }

    @Test func aScopeIncludesTheOnesBelow() {
        #expect(APIScope.monitor < .read && .read < .control && .control < .admin)
        #expect(APIScope.allCases.sorted() == [.monitor, .read, .control, .admin])
    }

    @Test func refusesToStartWithKeysThatAreNone() throws {
        var configuration = GatewayConfiguration(authTokens: [TestGateway.token])
        configuration.apiKeys = ["a:read:b"]
        let error = #expect(throws: GatewayError.self) { try configuration.check() }
        #expect(error?.code == .invalidConfiguration)
        configuration.apiKeys = ["a-short-key"]
        try configuration.check()
        configuration.publicURL = try .init(TestGateway.publicURL)
        configuration.environment = .production
        #expect(throws: GatewayError.self) { try configuration.check() }
    }
}
