// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Testing
import Twilio

@testable import GatewayHTTP

struct TokenSealerTests {
    private let sealer = TokenSealer([AuthToken("first"), AuthToken("second")])

    private static func pass(_ change: (inout StreamPass) -> Void = { _ in }) -> StreamPass {
        var pass = StreamPass(
            call: CallID("CA0123456789abcdef0123456789abcdef"),
            account: "AC0123456789abcdef0123456789abcdef",
            purpose: .conversation,
            isResumed: false,
            expires: Date(timeIntervalSince1970: 1_700_000_000.25),
            issuer: 0x0123_4567_89AB_CDEF,
            nonce: .init(high: .max, low: 0)
        )
        change(&pass)
        return pass
    }

    @Test func readsWhatItWrote() {
        for purpose in [StreamPurpose.conversation, .relay, .listening] {
            for flags in 0..<4 {
                let pass = Self.pass {
                    $0.purpose = purpose
                    $0.isResumed = flags & 1 != 0
                    $0.isUnheld = flags & 2 != 0
                }
                #expect(self.sealer.pass(in: self.sealer.token(of: pass)) == pass)
            }
        }
    }

    @Test func writesWhatFitsIntoAPathAndNamesNobody() {
        let token = self.sealer.token(of: Self.pass())
        #expect(token.utf8.allSatisfy(Base64URL.isDigit) && token.utf8.count < 256)
        #expect(!token.contains("+1"))
    }

    @Test func believesNoTokenOfWhichAnyDigitIsAnother() {
        let token = Array(self.sealer.token(of: Self.pass()).utf8)
        for place in token.indices {
            for digit in "AZaz09-_".utf8 where digit != token[place] {
                var other = token
                other[place] = digit
                #expect(self.sealer.pass(in: String(decoding: other, as: UTF8.self)) == nil, "digit \(place)")
            }
        }
    }

    @Test func believesNoTokenThatIsShorterOrLonger() {
        let token = self.sealer.token(of: Self.pass())
        for length in 0..<token.utf8.count { #expect(self.sealer.pass(in: token.prefix(length)) == nil) }
        for more in ["A", "AA", "AAAA", "=", "/", "\0", token] { #expect(self.sealer.pass(in: token + more) == nil) }
        #expect(self.sealer.pass(in: String(repeating: "A", count: 100_000)) == nil)
    }

    @Test func believesTheFactsOfNoOtherToken() throws {
        let token = try #require(Base64URL.decode(self.sealer.token(of: Self.pass())))
        let changes: [(inout StreamPass) -> Void] = [
            { $0.call = CallID("CA1123456789abcdef0123456789abcdef") }, { $0.account = "AC1" },
            { $0.purpose = .listening }, { $0.isResumed = true }, { $0.isUnheld = true }, { $0.expires += 1 },
            { $0.issuer += 1 }, { $0.nonce.high -= 1 }, { $0.nonce.low += 1 },
        ]
        for change in changes {
            let other = try #require(Base64URL.decode(self.sealer.token(of: Self.pass(change))))
            let mixed = other.dropLast(32) + token.suffix(32)
            #expect(self.sealer.pass(in: Base64URL.encode(Array(mixed))) == nil)
        }
    }

    @Test func believesEveryTokenThatIsConfiguredAndNoOther() {
        let token = self.sealer.token(of: Self.pass())
        #expect(TokenSealer([AuthToken("first")]).pass(in: token) != nil)
        #expect(TokenSealer([AuthToken("third"), AuthToken("first")]).pass(in: token) != nil)
        #expect(TokenSealer([AuthToken("second")]).pass(in: token) == nil, "the first one seals")
        #expect(TokenSealer([AuthToken("First")]).pass(in: token) == nil)
    }

    @Test func withoutASecretOnlyThisProcessReadsItsOwn() {
        let (one, other) = (TokenSealer([]), TokenSealer([]))
        let token = one.token(of: Self.pass())
        #expect(one.pass(in: token) == Self.pass() && other.pass(in: token) == nil)
    }

    @Test func survivesTextThatNoPassHas() {
        let long = Self.pass { $0.account = String(repeating: "é", count: 300) }
        #expect(self.sealer.pass(in: self.sealer.token(of: long))?.account.utf8.count == 100)
        let old = Self.pass { $0.expires = .distantPast }
        #expect(self.sealer.pass(in: self.sealer.token(of: old))?.expires == Date(timeIntervalSince1970: 0))
    }

    @Test func decodesBase64OnlyAsItIsWritten() {
        for count in 0..<20 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        for text in ["A", "AB", "AAB", "AA==", "A A", "A+", "A/", "é"] {
            #expect(Base64URL.decode(text) == nil, "\(text)")
        }
    }
}
