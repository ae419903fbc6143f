// SPDX-License-Identifier: Apache-2.0

/// What Twilio sends over a media stream's WebSocket: one JSON object in each text frame.
///
/// The order is `connected`, `start`, then any of `media`, `dtmf` and `mark`, and perhaps `stop`.
/// See <https://www.twilio.com/docs/voice/media-streams/websocket-messages>.
public enum MediaStreamMessage: Sendable, Equatable {
    /// The socket is open.
    case connected(Connected)
    /// The stream begins, and says whose it is.
    case start(Start)
    /// Some audio; ``MediaFrameScanner`` reads these faster.
    case media(Media)
    /// The caller pressed a key.
    case dtmf(DTMF)
    /// A mark of ours was reached, or given up by `clear`.
    case mark(Mark)
    /// The stream is over.
    case stop(Stop)
    /// An event this library does not know; ignore it.
    case unknown(event: String)
}
