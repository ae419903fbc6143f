// SPDX-License-Identifier: Apache-2.0

/// What a simulated connection does to its client.
public enum DeepgramEngineAction: Sendable, Hashable {
    /// Sends a text message.
    case send(String)
    /// Sends a binary message, which no client expects.
    case sendBinary([UInt8])
    /// Closes with a close frame.
    case close(code: UInt16, reason: String)
    /// Closes the TCP connection without a close frame.
    case drop
    /// Breaks the TCP connection off with a reset.
    case reset
    /// Neither reads nor writes from now on; the connection stays.
    case freeze
    /// Stops reading from the connection, or goes on with it: the client's data piles up meanwhile.
    case setReading(Bool)
}
