// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Signals for tests, and how strong one frequency in them is.
enum Signal {
    static func tone(
        _ frequency: Double,
        amplitude: Double = 10_000,
        rate: Int,
        seconds: Double
    )
        -> [Int16]
    {
        (0..<Int(Double(rate) * seconds)).map { index in
            Int16((amplitude * sin(2 * .pi * frequency * Double(index) / Double(rate))).rounded())
        }
    }

    /// Amplitude of one frequency (a single bin of a Fourier transform, the ends left out).
    static func amplitude(of frequency: Double, in samples: [Int16], rate: Int) -> Double {
        let middle = samples.dropFirst(samples.count / 8).dropLast(samples.count / 8)
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in middle.enumerated() {
            let window = 1 - cos(2 * .pi * Double(index) / Double(middle.count))
            let angle = 2 * .pi * frequency * Double(index) / Double(rate)
            real += window * Double(sample) * cos(angle)
            imaginary += window * Double(sample) * sin(angle)
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(middle.count)
    }

    /// White noise that is the same every time.
    static func noise(amplitude: Int, count: Int, seed: UInt64 = 1) -> [Int16] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int16(Int(state >> 33) % (2 * amplitude + 1) - amplitude)
        }
    }
}
