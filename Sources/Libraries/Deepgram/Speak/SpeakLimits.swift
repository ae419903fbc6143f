// SPDX-License-Identifier: Apache-2.0

/// How long Deepgram may take to speak a text, and how much may come.
public struct SpeakLimits: Sendable, Hashable {
    /// How long the first audio may take, connecting included.
    public var firstAudio: Duration
    /// How long may pass between one piece of audio and the next.
    public var stall: Duration
    /// How long one text may take in all.
    public var total: Duration
    /// The most audio of one text in bytes; 8,000 are a second.
    public var audioBytes: Int

    /// Three seconds to the first audio, five between pieces, a minute and five minutes of sound in all.
    public init(
        firstAudio: Duration = .seconds(3),
        stall: Duration = .seconds(5),
        total: Duration = .seconds(60),
        audioBytes: Int = 2_400_000
    ) {
        self.firstAudio = firstAudio
        self.stall = stall
        self.total = total
        self.audioBytes = audioBytes
    }
}
