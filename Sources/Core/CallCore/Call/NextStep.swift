// SPDX-License-Identifier: Apache-2.0

/// What Twilio is told when it asks, after the stream, what comes next (`POST /api/calls/next`).
public enum NextStep: Sendable, Hashable, Codable {
    /// Open a new stream and go on where the conversation was.
    case resume
    /// Connect the caller with a person or another number.
    case transfer(to: String)
    /// Take a message.
    case voicemail
    /// End the call.
    case hangUp
}
