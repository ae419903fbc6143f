// SPDX-License-Identifier: Apache-2.0

/// G.711 mu-law, the audio of telephone networks: one byte is one sample, 8000 of them a second.
///
/// `TelephonyAudio` is the sound half of a telephone server and knows nothing of calls: the codec (this type), files
/// (``WAVFile``), sampling rates (``Resampler``, ``SpectralImageWidener``), loudness (``LevelMeter``,
/// ``VoiceActivityDetector``) and timing (``FramePacer``). Everything in it is a value: bytes in, bytes out, no clock and
/// no I/O.
///
/// ```swift
/// let samples = MuLaw.decode(frame)               // 160 bytes → 160 samples
/// let louder = samples.map { $0 &<< 1 }
/// let answer = MuLaw.encode(louder)
/// ```
///
/// The tables follow ITU-T G.711 (11/88), table 2a and 2b. Zero encodes as `0xFF`; the sign of a negative sample that
/// rounds to zero is kept, so −1 encodes as `0x7F`.
public enum MuLaw {
    /// The byte that is silence (positive zero).
    public static let silence: UInt8 = 0xFF

    /// Largest magnitude that the code can carry before the bias is added; louder samples are clipped to it.
    static let clip: UInt16 = 32_635

    /// Moves the segment boundaries to powers of two, as the recommendation does.
    static let bias: UInt16 = 132

    /// The linear value of every code.
    static let decodingTable: [Int16] = (0...255).map { Self.expand(UInt8($0)) }

    /// The code of every magnitude divided by 4, sign bit set for positive samples. Magnitudes within one step of 4
    /// always share a code, because the narrowest interval is 8 wide and starts at an odd multiple of 4.
    static let encodingTable: [UInt8] = (0..<8192).map { Self.compress(magnitude: UInt16($0) &<< 2) }

    /// Decodes one code.
    @inlinable
    public static func decode(_ code: UInt8) -> Int16 {
        let inverted = ~code
        let segment = Int32(inverted >> 4) & 7
        let magnitude = ((Int32(inverted & 15) &<< 3) &+ 132) &<< segment
        return Int16(truncatingIfNeeded: inverted & 0x80 != 0 ? 132 &- magnitude : magnitude &- 132)
    }

    /// Encodes one sample. Samples beyond ±32635 are clipped.
    public static func encode(_ sample: Int16) -> UInt8 {
        let code = Self.encodingTable[Int(min(sample.magnitude, Self.clip) &>> 2)]
        return sample < 0 ? code & 0x7F : code
    }

    /// Decodes as many codes as both buffers hold; returns how many that were.
    @discardableResult
    public static func decode(_ codes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Int16>) -> Int {
        let count = min(codes.count, samples.count)
        Self.decodingTable.withUnsafeBufferPointer { table in
            for index in 0..<count { samples[index] = table[Int(codes[index])] }
        }
        return count
    }

    /// Encodes as many samples as both buffers hold; returns how many that were.
    @discardableResult
    public static func encode(_ samples: UnsafeBufferPointer<Int16>, into codes: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(codes.count, samples.count)
        Self.encodingTable.withUnsafeBufferPointer { table in
            for index in 0..<count {
                let sample = samples[index]
                let code = table[Int(min(sample.magnitude, Self.clip) &>> 2)]
                codes[index] = sample < 0 ? code & 0x7F : code
            }
        }
        return count
    }

    /// Decodes codes straight from a buffer somebody else owns.
    public static func decode(_ codes: UnsafeRawBufferPointer) -> [Int16] {
        [Int16](unsafeUninitializedCapacity: codes.count) { samples, count in
            count = Self.decode(codes, into: samples)
        }
    }

    /// Decodes an array of codes.
    public static func decode(_ codes: [UInt8]) -> [Int16] {
        codes.withUnsafeBytes { Self.decode($0) }
    }

    /// Encodes an array of samples.
    public static func encode(_ samples: [Int16]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: samples.count) { codes, count in
            count = samples.withUnsafeBufferPointer { Self.encode($0, into: UnsafeMutableRawBufferPointer(codes)) }
        }
    }

    private static func expand(_ code: UInt8) -> Int16 { Self.decode(code) }

    private static func compress(magnitude: UInt16) -> UInt8 {
        let biased = min(magnitude, Self.clip) + Self.bias
        let segment = UInt16(8 - biased.leadingZeroBitCount)
        let mantissa = (biased >> (segment + 3)) & 15
        return ~UInt8(segment << 4 | mantissa)
    }
}
