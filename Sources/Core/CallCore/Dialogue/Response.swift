// SPDX-License-Identifier: Apache-2.0

/// What a responder makes of a turn.
public enum Response: Sendable, Hashable {
    /// It knows what to say.
    case answer(Reply)
    /// It does not; the dialogue's policy asks again, and in the end hands over.
    case notUnderstood
}
