// SPDX-License-Identifier: Apache-2.0

/// What a server may send on a media stream, after Twilio's page "Media Streams – WebSocket Messages".
enum ServerMessage: Sendable, Hashable {
    /// Audio; the samples are in the reader's ``ServerMessageReader/payload``.
    case media
    /// Echo this when everything before it has been played.
    case mark(String)
    /// Forget what is queued.
    case clear
}
