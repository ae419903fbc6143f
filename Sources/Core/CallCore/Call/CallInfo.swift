// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What is known of a call when it is answered.
public struct CallInfo: Sendable, Hashable, Codable {
    /// The call's name.
    public var id: CallID
    /// The account that owns the call (Twilio: `AC…`).
    public var account: String
    /// Who called whom.
    public var direction: CallDirection
    /// The caller's address as it arrived: E.164, `client:…`, `sip:…` or free text. Never log it unmasked.
    public var from: String
    /// The called address.
    public var to: String
    /// When the call reached us, by the wall clock.
    public var receivedAt: Date
    /// What was ordered, if we made the call.
    public var plan: CallPlan?

    /// Creates the facts of one call.
    public init(
        id: CallID,
        account: String,
        direction: CallDirection,
        from: String,
        to: String,
        receivedAt: Date,
        plan: CallPlan? = nil
    ) {
        self.id = id
        self.account = account
        self.direction = direction
        self.from = from
        self.to = to
        self.receivedAt = receivedAt
        self.plan = plan
    }
}
