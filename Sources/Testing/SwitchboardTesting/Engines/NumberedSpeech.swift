// SPDX-License-Identifier: Apache-2.0

/// Audio in which every frame of 20 ms says its own number, for tests that must account for every frame.
///
/// ``NumberedRecogniser`` reads it back: what was sent where is what the transcript must say, to the frame.
///
/// ```swift
/// script.steps = [.audio(NumberedSpeech.audio(1...50)), .wait(.seconds(1)), .audio(NumberedSpeech.audio(51...60))]
/// ```
public enum NumberedSpeech {
    /// The numbers there are.
    public static let range = 1...16_383
    /// Bytes in a frame.
    static let frameSize = 160

    /// The frames with these numbers: mu-law, 8 kHz, 160 bytes each.
    public static func audio(_ numbers: some Sequence<Int>) -> [UInt8] {
        numbers.flatMap { number in
            precondition(self.range.contains(number), "there is no frame \(number)")
            let pair = [UInt8(number >> 7), UInt8(number & 0x7F)]
            return (0..<self.frameSize).map { pair[$0 % 2] }
        }
    }

    /// The number of a frame; `nil` for silence, and for what is no whole frame of this kind.
    static func number(of frame: some Collection<UInt8>) -> Int? {
        guard frame.count == self.frameSize, let high = frame.first, let low = frame.dropFirst().first else {
            return nil
        }
        guard high < 0x80, low < 0x80 else { return nil }
        let isWhole = frame.enumerated().allSatisfy { $0.element == ($0.offset % 2 == 0 ? high : low) }
        let number = Int(high) << 7 | Int(low)
        return isWhole && number > 0 ? number : nil
    }
}
