// SPDX-License-Identifier: Apache-2.0

/// What a simulated connection has seen of its client.
public struct DeepgramConnectionReport: Sendable, Hashable {
    /// The connection's number, from 1, in the order of the upgrades.
    public var number: Int
    /// Deepgram's id of the connection.
    public var requestID: String
    /// The path with the query.
    public var target: String
    /// When it was opened.
    public var openedAt: Duration
    /// When it ended, by whomever.
    public var endedAt: Duration?
    /// Bytes of audio received.
    public var audioBytes = 0
    /// Messages of audio received.
    public var audioMessages = 0
    /// When the first audio came.
    public var firstAudioAt: Duration?
    /// When the newest came.
    public var lastAudioAt: Duration?
    /// Text messages by their type; `?` for those without.
    public var commands: [String: Int] = [:]
    /// What the client did wrong, in order.
    public var violations: [DeepgramViolation] = []
    /// `Results` sent, or `TurnInfo`.
    public var results = 0
    /// Words in final results so far.
    public var finalWordCount = 0
    /// The newest of them, in order; how many is ``DeepgramEngineSettings/recordedWords``.
    public var finalWords: [HeardWord] = []
    /// The code with which the simulator closed, if it did.
    public var closeCode: UInt16?
    /// `CloseStream` was received and everything answered.
    public var isComplete = false

    init(number: Int, requestID: String, target: String, openedAt: Duration) {
        self.number = number
        self.requestID = requestID
        self.target = target
        self.openedAt = openedAt
    }
}
