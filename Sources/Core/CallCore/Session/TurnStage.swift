// SPDX-License-Identifier: Apache-2.0

/// A stretch of the way from the end of what the caller says to the moment the answer is heard: the label of
/// `switchboard_turn_latency_seconds`.
enum TurnStage: String, Sendable, CaseIterable {
    /// End of the caller's speech → the engine's last word; the silence that ends a turn is in it.
    case recognition
    /// Last word → the reply's text.
    case response
    /// The reply's text → its first audio sent.
    case synthesis
    /// First audio sent → the first mark after it came back: a first piece was heard.
    case playback
    /// End of the caller's speech → first audio sent: the pause a caller notices.
    case total
}
