// SPDX-License-Identifier: Apache-2.0

/// What a server sends to Twilio over a bidirectional media stream.
///
/// Servers write these with ``MediaStreamEncoder``; a simulated Twilio reads them with ``MediaStreamDecoder``.
/// See <https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio>.
public enum MediaStreamCommand: Sendable, Equatable {
    /// Audio to play after what is already queued.
    case media(streamSID: String, payload: [UInt8])
    /// A mark to send back once everything before it has been played.
    case mark(streamSID: String, name: String)
    /// Forget what is queued; its marks come back at once.
    case clear(streamSID: String)
}
