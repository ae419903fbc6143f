// SPDX-License-Identifier: Apache-2.0

import Testing
import Twilio

/// Each account signs with its own token, and vouches for no other.
@Suite struct SubaccountTests {
    private static let main = "AC00000000000000000000000000000000"
    private static let first = "AC11111111111111111111111111111111"
    private static let second = "AC22222222222222222222222222222222"

    private func verdict(
        signedBy secret: String,
        account: String?,
        asQuery: Bool = false,
        known: String? = nil,
        upgrade: Bool = false
    ) throws -> SignatureVerdict {
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://h.example"),
            tokens: [AuthToken("main"), AuthToken("main 2")],
            accounts: try [
                #require(AccountSID(Self.first)): [AuthToken("first"), AuthToken("first 2")],
                #require(AccountSID(Self.second)): [AuthToken("second")],
            ]
        )
        let fields: FormParameters = account.map { ["CallSid": "CA1", "AccountSid": $0] } ?? ["CallSid": "CA1"]
        let form = asQuery || upgrade ? [:] : fields
        let target = asQuery ? "/v?x=1&" + String(decoding: fields.encoded, as: UTF8.self) : "/v"
        let scheme = upgrade ? "wss" : "https"
        let signature = RequestSignature.of(
            url: "\(scheme)://h.example\(target)",
            parameters: form,
            token: AuthToken(secret)
        )
        return validator.verdict(
            signature: signature.headerValue,
            target: target,
            content: upgrade ? .webSocketUpgrade : asQuery ? .none : .form(form),
            account: known.flatMap { AccountSID($0) }
        )
    }

    @Test(arguments: [false, true]) func anAccountIsCheckedWithItsOwnTokens(asQuery: Bool) throws {
        for (secret, account) in [
            ("main", Self.main), ("main 2", Self.main), ("first", Self.first), ("first 2", Self.first),
            ("second", Self.second), ("main", nil),
        ] {
            #expect(try self.verdict(signedBy: secret, account: account, asQuery: asQuery) == .valid)
        }
        for (secret, account) in [
            ("main", Self.first), ("second", Self.first), ("first", Self.second), ("first", Self.main), ("first", nil),
            ("main 2", Self.second), ("first", "AC1"), ("first", Self.first + "0"), ("second", ""),
        ] {
            #expect(try self.verdict(signedBy: secret, account: account, asQuery: asQuery) == .mismatch)
        }
    }

    @Test func anUpgradeIsCheckedWithTheTokensOfItsCallsAccount() throws {
        #expect(try self.verdict(signedBy: "main", account: nil, upgrade: true) == .valid)
        #expect(try self.verdict(signedBy: "first", account: nil, upgrade: true) == .mismatch)
        #expect(try self.verdict(signedBy: "first", account: nil, known: Self.first, upgrade: true) == .valid)
        #expect(try self.verdict(signedBy: "main", account: nil, known: Self.first, upgrade: true) == .mismatch)
        #expect(try self.verdict(signedBy: "second", account: nil, known: Self.first, upgrade: true) == .mismatch)
    }

    /// Whoever reads the form afterwards reads the first one too.
    @Test func theFirstOfSeveralAccountsDecides() throws {
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://h.example"),
            tokens: [AuthToken("main")],
            accounts: [try #require(AccountSID(Self.first)): [AuthToken("first")]]
        )
        for (accounts, secret) in [([Self.main, Self.first], "main"), ([Self.first, Self.main], "first")] {
            let form = FormParameters(accounts.map { .init(name: "AccountSid", value: $0) })
            for candidate in ["main", "first"] {
                let signature = RequestSignature.of(
                    url: "https://h.example/v",
                    parameters: form,
                    token: AuthToken(candidate)
                )
                let verdict = validator.verdict(signature: signature.headerValue, target: "/v", content: .form(form))
                #expect(form["AccountSid"] == accounts[0])
                #expect(verdict.isValid == (candidate == secret))
            }
        }
    }

    @Test func anAccountWithoutTokensSignsNothing() throws {
        let validator = SignatureValidator(
            publicURL: try PublicURL("https://h.example"),
            tokens: [AuthToken("main")],
            accounts: [try #require(AccountSID(Self.first)): []]
        )
        let form: FormParameters = ["AccountSid": Self.first]
        let signature = RequestSignature.of(url: "https://h.example/v", parameters: form, token: AuthToken("main"))
        let verdict = validator.verdict(signature: signature.headerValue, target: "/v", content: .form(form))
        #expect(verdict == .noToken)
    }
}
