// SPDX-License-Identifier: Apache-2.0

/// How a simulated media stream begins; everything but ``normal`` is a fault.
public enum StreamOpening: String, Sendable, Hashable, Codable, CaseIterable {
    /// `connected`, `start`, then audio, as Twilio does.
    case normal
    /// Audio without `start`.
    case withoutStart
    /// One `media` message between `connected` and `start`.
    case mediaBeforeStart
    /// `start` twice.
    case startTwice
    /// A `start` that names another account.
    case foreignAccount
    /// A `start` that names another call.
    case foreignCall
    /// `connected` and then nothing, for ever.
    case silentAfterConnected
    /// Nothing at all after the upgrade.
    case silent
}
