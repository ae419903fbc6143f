// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Who asks: an account with its auth token, or with an API key.
///
/// An API key can be revoked alone and is the better choice in production. Each region has its own token and keys.
/// Credentials never print themselves.
public struct TwilioCredentials: Sendable {
    /// The account whose resources are used; part of every path.
    public let account: AccountSID
    private let user: String
    private let password: String

    /// The account's own auth token.
    public static func authToken(account: AccountSID, token: String) -> Self {
        Self(account: account, user: account.description, password: token)
    }

    /// An API key of the account.
    public static func apiKey(account: AccountSID, key: APIKeySID, secret: String) -> Self {
        Self(account: account, user: key.description, password: secret)
    }

    private init(account: AccountSID, user: String, password: String) {
        self.account = account
        self.user = user
        self.password = password
    }

    /// The value of `Authorization`, RFC 7617.
    var authorization: String {
        "Basic " + String(decoding: Base64.encode(Array("\(self.user):\(self.password)".utf8)), as: UTF8.self)
    }

    /// What no error may show.
    var secrets: [String] {
        [self.password, String(self.authorization.dropFirst("Basic ".count))]
    }
}

extension TwilioCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The account and `<redacted>`.
    public var description: String { "\(self.account) <redacted>" }
    /// The account and `<redacted>`.
    public var debugDescription: String { self.description }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
