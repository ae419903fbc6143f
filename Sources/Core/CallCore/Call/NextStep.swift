// SPDX-License-Identifier: Apache-2.0

/// What Twilio is told when it asks, after the stream, what comes next (`POST /api/calls/next`).
public enum NextStep: Sendable, Hashable, Codable {
    /// Open a new stream and go on where the conversation was.
    case resume
    /// Connect the caller with a person or another number: an address that ``TransferTarget`` understands. `whisper` is
    /// said to whoever answers, before the caller is connected.
    case transfer(to: String, whisper: String? = nil)
    /// Take a message.
    case voicemail
    /// End the call.
    case hangUp
    /// Let the caller wait, with music, until somebody takes the call up again.
    case hold
    /// Go on with the same dialogue, but with the carrier's ears and voice, a question at a time: what is left when no
    /// stream can be had or an engine is broken.
    case gather
}
