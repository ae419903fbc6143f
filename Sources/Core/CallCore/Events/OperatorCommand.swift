// SPDX-License-Identifier: Apache-2.0

/// What an operator wants of a call that goes on.
public enum OperatorCommand: Sendable, Hashable, Codable {
    /// End it.
    case hangUp
    /// Connect the caller with somebody else; see ``NextStep/transfer(to:whisper:)``.
    case transfer(to: String, whisper: String? = nil)
    /// Say a sentence to the caller.
    case say(String)
    /// Let the caller wait.
    case hold
    /// Take the call up again.
    case resume
}
