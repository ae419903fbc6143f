// SPDX-License-Identifier: Apache-2.0

/// What Deepgram sends on a live connection, `/v1/listen` (Nova) and `/v2/listen` (Flux): each a text message with a `type`.
///
/// Unknown fields are ignored, and unknown types are ``unknown(type:)``: Deepgram adds both without notice.
/// Source: github.com/deepgram/deepgram-api-specs `asyncapi.yml`; PyPI `deepgram-sdk` 7.17.0 `listen/v1`, `listen/v2`.
public enum ListenMessage: Sendable, Hashable {
    /// A piece of the transcript.
    case results(ListenResults)
    /// What the connection has processed; comes after `CloseStream`, and before a connection is closed for idleness.
    case metadata(ListenMetadata)
    /// Somebody began to speak; may repeat, and words may come without it. Seconds of audio fed on this connection.
    case speechStarted(channel: Int, at: Double)
    /// No word for `utterance_end_ms`; `lastWordEnd` is −1 when everything had been finalised before.
    case utteranceEnd(channel: Int, lastWordEnd: Double)
    /// New settings are in force.
    case configured(requestID: String?)
    /// New settings were refused; those before stay.
    case configureFailed(code: String?, description: String?)
    /// Flux has accepted the connection; audio may be sent from now on.
    case connected(requestID: String?)
    /// Flux tells about the current turn.
    case turn(FluxTurn)
    /// Something is not as it should be; the connection goes on.
    case warning(code: String?, description: String?)
    /// Deepgram did not understand a message of ours (v1, goes on), or gives up (v2).
    case error(code: String?, description: String?)
    /// A type that this library does not know; its first 64 characters.
    case unknown(type: String)
}
