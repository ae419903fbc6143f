// SPDX-License-Identifier: Apache-2.0

/// Who may sign: the tokens of each account, those for requests of any other account, and shared keys.
///
/// Each account signs with its own token, a subaccount too, so a request that names a configured account is checked
/// with that account's tokens and no others. See <https://www.twilio.com/docs/usage/security#validating-requests>.
struct SigningKeys: Sendable {
    var tokens: [AuthToken]
    var accounts: [AccountSID: [AuthToken]] = [:]
    var sharedKeys: [String: AuthToken] = [:]

    enum Choice {
        case allowed(SignatureAlgorithm, [AuthToken])
        case refused(SignatureVerdict)
    }

    /// The keys for a request with these signature settings.
    ///
    /// `account` is only asked for when it makes a difference.
    func choice(for settings: SignatureSettings, account: () -> AccountSID?) -> Choice {
        switch settings.algorithm {
        case .none:
            return .refused(.unknownAlgorithm)
        case .hmacSHA1:
            let own = self.accounts.isEmpty ? nil : account().flatMap { self.accounts[$0] }
            let tokens = own ?? self.tokens
            return tokens.isEmpty ? .refused(.noToken) : .allowed(.hmacSHA1, tokens)
        case .hmacSHA256:
            guard let key = settings.key, let secret = self.sharedKeys[key] else { return .refused(.unknownKey) }
            return .allowed(.hmacSHA256, [secret])
        }
    }

    /// The account a request names: in its form, or else in its query. The first of several, as everywhere.
    static func account(target: some StringProtocol, content: SignedContent) -> AccountSID? {
        if case .form(let form) = content, let text = form["AccountSid"] { return AccountSID(text) }
        let query = target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        let name = "AccountSid=".utf8
        let item = query.split(separator: UInt8(ascii: "&")).first { $0.starts(with: name) }
        return item.flatMap { AccountSID(String(decoding: $0.dropFirst(name.count), as: UTF8.self)) }
    }
}
