// SPDX-License-Identifier: Apache-2.0

/// One media stream of a simulated call.
public struct StreamReport: Sendable, Hashable, Codable {
    /// Who ended the socket.
    public enum Closer: String, Sendable, Hashable, Codable {
        /// The server sent the first close frame.
        case server
        /// The simulated Twilio did, after `stop` or for a fault.
        case twilio
        /// The connection broke.
        case transport
    }

    /// The stream's SID.
    public var sid: String
    /// The URL of the TwiML.
    public var url: String
    /// The name given to it, if any.
    public var name: String?
    /// Whose audio was sent: `inbound`, `outbound`.
    public var tracks = ["inbound"]
    /// When it was opened.
    public var at = 0.0
    /// How long it was open.
    public var seconds = 0.0
    /// The status of the answer to the upgrade: 101 when it went well, `nil` when there was none.
    public var httpStatus: Int?
    /// Media messages sent to the server.
    public var framesSent = 0
    /// Media messages that could not be sent because the server takes nothing any more.
    public var framesUnsent = 0
    /// Messages of any kind from the server.
    public var messagesReceived = 0
    /// Media messages from the server.
    public var framesReceived = 0
    /// Bytes of audio from the server.
    public var audioBytesReceived = 0
    /// Bytes of audio that the caller heard.
    public var audioBytesPlayed = 0
    /// Bytes of audio that were thrown away by `clear` before they were heard.
    public var audioBytesCleared = 0
    /// Marks from the server.
    public var marksReceived = 0
    /// Marks echoed to the server.
    public var marksEchoed = 0
    /// `clear` messages from the server.
    public var clears = 0
    /// The code of the first close frame; `nil` when there was none.
    public var closeCode: Int?
    /// Who ended the socket; `nil` when it was never open.
    public var closedBy: Closer?
    /// Seconds from `start` to the first audio message from the server, in the stream's time.
    public var firstAudioSeconds: Double?
    /// Seconds from the end of each of the caller's sentences to the first audio of the answer, in the stream's time.
    public var answerSeconds: [Double] = []
}
