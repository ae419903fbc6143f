// SPDX-License-Identifier: Apache-2.0

/// What Twilio sends over a ConversationRelay WebSocket, where it does the speech and we do the words: one JSON object
/// in each text frame, told apart by `type`.
///
/// `setup` is first and comes once. See <https://www.twilio.com/docs/voice/conversationrelay/websocket-messages>.
///
/// ```swift
/// switch try RelayDecoder().decode(bytes) {
/// case .prompt(let prompt) where prompt.isLast: answer(prompt.text)
/// case .interrupt(let interrupt): forget(after: interrupt.heard)
/// default: break
/// }
/// ```
public enum RelayMessage: Sendable, Equatable {
    /// The session begins, and says whose it is.
    case setup(Setup)
    /// What the caller said.
    case prompt(Prompt)
    /// The caller cut in; what we were saying has stopped.
    case interrupt(Interrupt)
    /// The caller pressed a key: `0` to `9`, `*`, `#` or `A` to `D`. Comes only with `dtmfDetection`.
    case dtmf(digit: String)
    /// Something went wrong on the way; the session goes on. Free text of Twilio's, which may repeat ours.
    case error(description: String)
    /// What happens meanwhile. Comes only with `events` or `debug`.
    case info(Info)
    /// A type this library does not know, with the whole message; ignore it.
    case unknown(type: String, text: String)
}
