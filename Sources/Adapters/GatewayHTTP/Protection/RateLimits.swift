// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// How often somebody may ask, by kind of request. Each limit counts for one client address (an IPv6 network of 64
/// bits) or one phone number; those that are in force for a while recover evenly (GCRA, ``Resilience/RateLimit``).
///
/// ```swift
/// var limits = RateLimits()
/// limits.perCaller = RateLimit(10, per: .seconds(60))
/// configuration.rateLimits = limits        // or .off
/// ```
/// What Twilio has validly signed is never refused because of what others do: strangers' requests count apart, and a
/// signed voice webhook over its limit is answered with TwiML that tells the caller. Signed callbacks and what comes
/// after a stream are never limited. `nil` switches one limit off.
public struct RateLimits: Sendable, Hashable {
    /// Signed `POST /api/calls/incoming`, per address they come from. 1,200 a minute, 600 at once.
    public var voiceWebhooks: RateLimit? = RateLimit(1_200, per: .seconds(60), burst: 600)
    /// Signed `POST /api/calls/incoming`, per phone number that calls. Callers who withhold theirs have none. 30 a
    /// minute, 30 at once.
    public var perCaller: RateLimit? = RateLimit(30, per: .seconds(60))
    /// Signed upgrades to media streams, per address they come from. 1,200 a minute, 600 at once.
    public var streams: RateLimit? = RateLimit(1_200, per: .seconds(60), burst: 600)
    /// Requests whose signature is missing or wrong, webhooks and upgrades together, per address. Further ones get 429
    /// and no line in the log. 60 a minute.
    public var failedSignatures: RateLimit? = RateLimit(60, per: .seconds(60))
    /// What operators read, per address. 600 a minute, 120 at once.
    public var operatorReads: RateLimit? = RateLimit(600, per: .seconds(60), burst: 120)
    /// What operators change, per address. 120 a minute, 30 at once.
    public var operatorControl: RateLimit? = RateLimit(120, per: .seconds(60), burst: 30)
    /// Operators' requests without a right key, per address. Further ones get 429, whatever key they have. 30 a minute.
    public var failedKeys: RateLimit? = RateLimit(30, per: .seconds(60))
    /// How many addresses, or numbers, each limit remembers; 84 bytes each.
    public var capacity = 16_384

    /// The defaults.
    public init() {}

    /// No limits at all; costs nothing.
    public static let off: RateLimits = {
        var limits = RateLimits()
        limits.voiceWebhooks = nil
        limits.perCaller = nil
        limits.streams = nil
        limits.failedSignatures = nil
        limits.operatorReads = nil
        limits.operatorControl = nil
        limits.failedKeys = nil
        return limits
    }()
}
