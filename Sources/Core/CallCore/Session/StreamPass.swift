// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The right of one call to open one stream: what a token says, once it is believed.
///
/// It travels in the stream's path, sealed by whoever answers webhooks, so that a server can honour it that another one
/// has issued. It names nobody: what is known of the call is in the store.
public struct StreamPass: Sendable, Hashable {
    /// The call.
    public var call: CallID
    /// The account that owns it.
    public var account: String
    /// What the stream is for.
    public var purpose: StreamPurpose
    /// Whether an earlier stream of the call had ended.
    public var isResumed: Bool
    /// Whether the call comes from a hold: then it is welcomed back.
    public var isUnheld: Bool
    /// Until when it is good, by the wall clock; the server that issued it goes by its own time.
    public var expires: Date
    /// The process that issued it.
    public var issuer: UInt64
    /// 128 random bits: what makes it good only once.
    public var nonce: Nonce

    /// A random number that is used once.
    public struct Nonce: Sendable, Hashable {
        /// The first half.
        public var high: UInt64
        /// The second half.
        public var low: UInt64

        /// Puts the halves together.
        public init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }
    }

    /// Creates a pass.
    public init(
        call: CallID,
        account: String,
        purpose: StreamPurpose,
        isResumed: Bool,
        isUnheld: Bool = false,
        expires: Date,
        issuer: UInt64,
        nonce: Nonce
    ) {
        self.call = call
        self.account = account
        self.purpose = purpose
        self.isResumed = isResumed
        self.isUnheld = isUnheld
        self.expires = expires
        self.issuer = issuer
        self.nonce = nonce
    }
}
