// SPDX-License-Identifier: Apache-2.0

/// What a client says besides audio. All are text messages: as binary they would be taken for audio.
public enum ListenCommand: Sendable, Hashable {
    /// Keeps a connection that gets no audio; every 3 to 5 s, and only after the first audio. v1 only: Flux wants pings.
    case keepAlive
    /// Make final what has been heard, of one channel or of all. An answer is usual and not certain. v1 only.
    case finalize(channel: Int? = nil)
    /// No more audio will come: send what is left, then metadata, then close. A WebSocket close instead loses it.
    case closeStream
    /// The current turn is over. v2 only.
    case forceEndTurn
    /// New key terms in place of the old ones (empty clears); one at a time.
    case configure(keyterms: [String])
}
