// SPDX-License-Identifier: Apache-2.0

/// What happens after a reply was heard.
public enum DialogueAction: Sendable, Hashable, Codable {
    /// Listen to the caller.
    case listen
    /// Say the previous answer once more.
    case repeatLast
    /// Hang up.
    case hangUp
    /// Connect with a person; `nil` is the number of the configuration.
    case transfer(to: String?)
    /// Take a message.
    case voicemail
}
