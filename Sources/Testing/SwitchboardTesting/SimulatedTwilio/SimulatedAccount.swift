// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The Twilio account that a simulated call belongs to.
public struct SimulatedAccount: Sendable {
    /// The account's SID, as it is sent. A text, because a wrong one is worth simulating too.
    public var sid: String
    /// The secret that signs; never printed.
    public var token: AuthToken

    /// An account.
    public init(sid: String, authToken: String) {
        self.sid = sid
        self.token = AuthToken(authToken)
    }

    /// An account nobody has, for tests on one's own machine.
    public static let example = Self(sid: "AC" + String(repeating: "0123456789abcdef", count: 2), authToken: "12345")
}

extension SimulatedAccount {
    /// Whether this is the account's token, which itself cannot be read: both sign alike.
    func isSecret(_ secret: String) -> Bool {
        func signature(_ token: AuthToken) -> String {
            RequestSignature.of(url: self.sid, parameters: [:], token: token).headerValue
        }
        return signature(AuthToken(secret)) == signature(self.token)
    }
}
