// SPDX-License-Identifier: Apache-2.0

/// Measures loudness straight from mu-law bytes, through a table of squares; nothing is decoded.
///
/// ```swift
/// let level = LevelMeter.measure(muLaw: frame)
/// if level.rms < -50 { … }
/// ```
public enum LevelMeter {
    /// The square of every code's sample.
    private static let squares: [UInt32] = (0...255).map { code in
        let sample = UInt32(MuLaw.decode(UInt8(code)).magnitude)
        return sample * sample
    }

    /// The level of mu-law bytes; silence when there are none.
    public static func measure(muLaw codes: UnsafeRawBufferPointer) -> AudioLevel {
        guard !codes.isEmpty else { return .silence }
        var sum: UInt64 = 0
        var peak: UInt32 = 0
        Self.squares.withUnsafeBufferPointer { squares in
            for code in codes {
                let square = squares[Int(code)]
                sum &+= UInt64(square)
                peak = max(peak, square)
            }
        }
        return Self.level(sum: sum, peak: UInt64(peak), count: codes.count)
    }

    /// The level of mu-law bytes.
    public static func measure(muLaw codes: [UInt8]) -> AudioLevel {
        codes.withUnsafeBytes { Self.measure(muLaw: $0) }
    }

    /// The level of linear samples; silence when there are none.
    public static func measure(_ samples: [Int16]) -> AudioLevel {
        guard !samples.isEmpty else { return .silence }
        var sum: UInt64 = 0
        var peak: UInt64 = 0
        for sample in samples {
            let square = UInt64(sample.magnitude) * UInt64(sample.magnitude)
            sum &+= square
            peak = max(peak, square)
        }
        return Self.level(sum: sum, peak: peak, count: samples.count)
    }

    private static func level(sum: UInt64, peak: UInt64, count: Int) -> AudioLevel {
        let fullScale = 32_768.0 * 32_768.0
        return AudioLevel(
            rms: sum == 0 ? AudioLevel.floor : Mathematics.decibels(power: Double(sum) / Double(count) / fullScale),
            peak: peak == 0 ? AudioLevel.floor : Mathematics.decibels(power: Double(peak) / fullScale)
        )
    }
}
