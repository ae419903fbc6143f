// SPDX-License-Identifier: Apache-2.0

/// One ConversationRelay session of a simulated call.
public struct RelayReport: Sendable, Hashable, Codable {
    /// Something the caller heard.
    public struct Heard: Sendable, Hashable, Codable {
        /// The words that were heard, in whole words.
        public var text: String
        /// Whether the caller, or what was said next, cut it off.
        public var isCutOff: Bool
    }

    /// The session's SID.
    public var sid: String
    /// The URL of the TwiML.
    public var url: String
    /// When it was opened.
    public var at = 0.0
    /// How long it was open.
    public var seconds = 0.0
    /// The status of the answer to the upgrade: 101 when it went well, `nil` when there was none.
    public var httpStatus: Int?
    /// What the caller said, as it was sent in prompts.
    public var said: [String] = []
    /// What the caller heard, in order.
    public var heard: [Heard] = []
    /// Messages to the server.
    public var messagesSent = 0
    /// Messages from the server.
    public var messagesReceived = 0
    /// How often the caller cut in.
    public var interruptions = 0
    /// Languages the server changed to: speech, recognition.
    public var languages: [String] = []
    /// Keys the server pressed.
    public var digits: [String] = []
    /// Seconds from the end of each of the caller's sentences to the first sound of the answer, in the session's time.
    public var answerSeconds: [Double] = []
    /// The code of the first close frame; `nil` when there was none.
    public var closeCode: Int?
    /// Who ended the socket; `nil` when it was never open.
    public var closedBy: StreamReport.Closer?
    /// `SessionStatus`: `ended` when the server ended it, `completed` when the caller's side did, `failed`.
    public var status = "completed"
    /// What the server handed over with `end`.
    public var handoffData: String?
}
