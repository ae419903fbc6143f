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
