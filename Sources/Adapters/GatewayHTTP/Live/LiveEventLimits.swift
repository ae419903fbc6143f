// SPDX-License-Identifier: Apache-2.0

/// Bounds of watching calls while they happen (`GET /api/events`).
public struct LiveEventLimits: Sendable, Hashable {
    /// Who may watch at once; further ones are answered with 429.
    public var readers = 16
    /// Events that are remembered for who reads slowly or comes again.
    public var remembered = 2_048
    /// About how many bytes they may take; beyond it the oldest go earlier.
    public var rememberedBytes = 4 << 20
    /// After so long without an event a comment is sent, so that nothing between us takes the connection for dead.
    public var heartbeat = Duration.seconds(15)
    /// What readers are asked to wait before they connect again.
    public var retry = Duration.seconds(2)

    /// The defaults.
    public init() {}
}
