// SPDX-License-Identifier: Apache-2.0

/// What happens when an answering machine takes an outbound call.
public enum MachinePlan: Sendable, Hashable, Codable {
    /// Talk as with a person.
    case talk
    /// Hang up without a word.
    case hangUp
    /// Say this after the beep and hang up.
    case leave(message: String)
}
