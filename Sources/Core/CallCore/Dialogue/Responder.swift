// SPDX-License-Identifier: Apache-2.0

/// Finds the answer to what a caller said.
///
/// Called once a turn; cancelled when the caller goes on speaking before the answer is there. An error or a missed
/// deadline is spoken as the dialogue's apology, never as silence.
public protocol Responder: Sendable {
    /// What callers are likely to say, for the recogniser.
    var hints: SpeechHints { get }

    /// Answers a turn.
    ///
    /// - Parameters:
    ///   - turn: what the caller said.
    ///   - context: the conversation so far.
    /// - Returns: the answer, or that there is none.
    /// - Throws: whatever kept it from finding out; the caller then hears the dialogue's apology.
    func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> Response
}
