// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio

/// An ear whose words come from elsewhere, with ``DeepgramEngineModel/heard(_:isFinal:now:)``; by itself it only tells
/// voice from silence, by loudness.
public struct DistantEar: SimulatedEar {
    /// Samples at least this loud are voice: about −36 dBFS.
    private static let threshold = 500

    private var position = 0
    /// The newest stretch of voice.
    public private(set) var voice: Range<Int>?
    /// The newest words that may still change, as one.
    public internal(set) var guess: HeardWord?

    /// Creates an ear.
    public init() {}

    /// Notes voice; words come from elsewhere.
    public mutating func hear(_ audio: ArraySlice<UInt8>) -> [HeardWord] {
        for byte in audio {
            if abs(Int(MuLaw.decode(byte))) >= Self.threshold { self.noteVoice() }
            self.position += 1
        }
        return []
    }

    /// Nothing to cut.
    public mutating func finish() -> [HeardWord] { [] }

    private mutating func noteVoice() {
        // Pauses within speech are shorter than 0.3 s.
        guard let voice, self.position - voice.upperBound < 2400 else {
            self.voice = self.position..<self.position + 1
            return
        }
        self.voice = voice.lowerBound..<self.position + 1
    }
}
