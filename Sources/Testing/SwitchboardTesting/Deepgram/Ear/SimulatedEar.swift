// SPDX-License-Identifier: Apache-2.0

/// What a simulated engine hears with: audio in, words with their places out. A value without clock or effects.
///
/// Implementations: ``NumberedEar``, which reads ``NumberedSpeech`` exactly; ``DistantEar``, whose words come from
/// elsewhere.
public protocol SimulatedEar: Sendable {
    /// Takes the next samples (mu-law, 8 kHz) and returns the words that ended in them.
    mutating func hear(_ audio: ArraySlice<UInt8>) -> [HeardWord]

    /// The audio so far is taken as it is: a word that was going on is cut here, and returned if enough of it was there.
    mutating func finish() -> [HeardWord]

    /// The word that is going on, as far as it can be guessed.
    var guess: HeardWord? { get }

    /// The newest stretch of voice: its first sample, and the sample after the last at which there was voice.
    var voice: Range<Int>? { get }
}
