// SPDX-License-Identifier: Apache-2.0

/// What was seen of one request or connection to `/v1/speak`.
public struct DeepgramSpeechReport: Sendable, Hashable {
    /// Its number, from 1.
    public var number: Int
    /// A WebSocket, and not a request.
    public var isStreaming: Bool
    /// Path and query.
    public var target: String
    /// When it came.
    public var at: Duration
    /// What it said of a trace: the field `traceparent`.
    public var traceparent: String?
    /// The texts, in order.
    public var texts: [String] = []
    /// Bytes of audio sent.
    public var audioBytes = 0
    /// Text messages by their type.
    public var commands: [String: Int] = [:]
    /// The status, or the close code: what became of it; `nil` while it goes on, or when it just ended.
    public var outcome: Int?
    /// The client went away before the end.
    public var isAbandoned = false
}
