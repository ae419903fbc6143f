// SPDX-License-Identifier: Apache-2.0

/// What a server sends to Twilio over a ConversationRelay WebSocket.
///
/// See <https://www.twilio.com/docs/voice/conversationrelay/websocket-messages#send-messages-to-twilio>. A message that
/// Twilio cannot read is error 64107 and is passed over; ten in a row end the session (64105).
public enum RelayCommand: Sendable, Equatable {
    /// Words to say.
    case text(Text)
    /// A sound to play.
    case play(Play)
    /// Keys to press: `0` to `9`, `*`, `#`, and `w` for half a second of silence.
    case sendDigits(String)
    /// From here on another language to speak (`speech`), to understand (`transcription`), or both.
    case language(speech: String? = nil, transcription: String? = nil)
    /// Ends the session; Twilio goes on with `<Connect>`'s `action`, which is told `handoff` word for word.
    case end(handoff: String? = nil)
}
