// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOHTTP1
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

/// Trap 1 of Supabase: the variable may hold a JWT or an opaque key, and they are sent differently.
@Suite struct KeyTests {
    private static let endpoint = "https://\(TestKeys.project).supabase.co"
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private static func key(_ text: String) throws -> SupabaseKey {
        try SupabaseKey(text, for: SupabaseEndpoint(Self.endpoint), now: Self.now)
    }

    @Test func aSecretKeyGoesIntoAPIKeyAlone() throws {
        let key = try Self.key(TestKeys.secret)
        #expect(key.kind == .secret)
        #expect(key.headers.map(\.name) == ["apikey"])
        #expect(key.headers["apikey"] == [TestKeys.secret])
    }

    @Test func aLegacyKeyGoesIntoBothHeaders() throws {
        let jwt = TestKeys.legacy()
        let key = try Self.key(jwt)
        #expect(key.kind == .legacy)
        #expect(key.headers["apikey"] == [jwt])
        #expect(key.headers["authorization"] == ["Bearer \(jwt)"])
        #expect(key.expires == Date(timeIntervalSince1970: 4_000_000_000))
    }

    @Test(arguments: ["  %\n", "\t%", "%\r\n"])
    func blanksOfCopyingAreTakenOff(_ form: String) throws {
        let key = try Self.key(form.replacing("%", with: TestKeys.secret))
        #expect(key.headers["apikey"] == [TestKeys.secret])
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var says: String

        init(_ name: String, _ text: String, _ says: String) {
            (self.testDescription, self.text, self.says) = (name, text, says)
        }
    }

    static let bad = [
        Bad("nothing", " ", "is empty"),
        Bad("publishable", TestKeys.publishable, "publishable"),
        Bad("only the prefix", "sb_secret_", "does not know"),
        Bad("another kind", "sb_temp_0123456789", "does not know"),
        Bad("anon", TestKeys.legacy(role: "anon"), "anon"),
        Bad("another role", TestKeys.legacy(role: "authenticated"), "another role"),
        Bad("no role", TestKeys.legacy(role: nil), "another role"),
        Bad("expired", TestKeys.legacy(expires: Date(timeIntervalSince1970: 1_794_999_999)), "expired"),
        Bad("of another project", TestKeys.legacy(project: "zyxwvutsrqponmlkjihg"), "another project"),
        Bad("half a JWT", String(TestKeys.legacy().prefix(60)), "three parts"),
        Bad("payload cut", "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIj.c2ln", "cannot be read"),
        Bad("payload no object", TestKeys.jwt("[1]"), "cannot be read"),
        Bad("a password", "correct-horse-battery-staple", "three parts"),
        Bad("with a line end", "sb_secret_abc\nX-Evil: 1", "characters"),
        Bad("with a quote of a word processor", "\u{201C}\(TestKeys.secret)\u{201D}", "characters"),
        Bad("without end", "sb_secret_" + String(repeating: "a", count: 10_000), "characters"),
    ]

    @Test(arguments: bad)
    func aKeyThatCannotWorkIsRefusedInWordsThatDoNotShowIt(_ bad: Bad) throws {
        let error = try #require(throws: SupabaseError.self) { _ = try Self.key(bad.text) }
        #expect(error.code == .invalidKey)
        #expect(error.message.contains("SUPABASE_SERVICE_ROLE_KEY"))
        #expect(error.message.contains(bad.says))
        let shown = "\(error) \(error.message)"
        for part in bad.text.split(whereSeparator: { "._ ".contains($0) || $0.isNewline }) where part.count > 12 {
            #expect(!shown.contains(part))
        }
    }

    @Test func aKeyOfThisProjectIsTaken() throws {
        _ = try Self.key(TestKeys.legacy(project: TestKeys.project))
        // A domain of one's own does not say which project it is.
        _ = try SupabaseKey(
            TestKeys.legacy(project: TestKeys.project),
            for: SupabaseEndpoint("https://db.example.com"),
            now: Self.now
        )
    }

    @Test func aKeyIsNeverShown() throws {
        for text in [TestKeys.secret, TestKeys.legacy()] {
            let key = try Self.key(text)
            var dumped = ""
            dump(key, to: &dumped)
            for shown in ["\(key)", String(reflecting: key), dumped] { #expect(!shown.contains(text.prefix(16))) }
        }
    }
}
