// SPDX-License-Identifier: Apache-2.0

/// What the caller really heard of a speech, told by the marks that came back.
public struct HeardSpeech: Sendable, Hashable {
    /// The words that were played, cut after the last whole word.
    public var text: String
    /// How much audio was played.
    public var played: Duration
    /// Whether all of it was heard.
    public var isComplete: Bool
    /// The engine whose voice it was, where it was not the synthesiser's own.
    public var voice: String?

    /// Creates the account of a speech.
    public init(text: String, played: Duration, isComplete: Bool, voice: String? = nil) {
        self.text = text
        self.played = played
        self.isComplete = isComplete
        self.voice = voice
    }
}
