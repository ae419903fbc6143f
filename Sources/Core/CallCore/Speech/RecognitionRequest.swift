// SPDX-License-Identifier: Apache-2.0

/// What a recogniser is told when a call opens it.
public struct RecognitionRequest: Sendable {
    /// The call, for the engine's own log lines.
    public var call: CallID
    /// Whose voice it is: a call that people have with each other opens a session for each side.
    public var speaker: Speaker
    /// What is likely to be said.
    public var hints: SpeechHints
    /// BCP 47 language tag.
    public var language: String
    /// How long the caller must be silent before an utterance, and with it the turn, is over.
    public var endOfTurnSilence: Duration

    /// Creates a request. Audio is always mu-law, 8 kHz, mono, as the telephone network carries it (ITU-T G.711).
    public init(
        call: CallID,
        hints: SpeechHints,
        language: String = "en-US",
        endOfTurnSilence: Duration = .milliseconds(700),
        speaker: Speaker = .caller
    ) {
        self.call = call
        self.speaker = speaker
        self.hints = hints
        self.language = language
        self.endOfTurnSilence = endOfTurnSilence
    }
}
