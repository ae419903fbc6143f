// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

/// Rate conversion: what passes, what is removed, and that pieces do not matter.
struct ResamplerTests {
    struct Ratio: Sendable, CustomTestStringConvertible {
        let from: Int
        let to: Int
        var testDescription: String { "\(self.from)→\(self.to)" }
    }

    static let ratios = [
        Ratio(from: 16_000, to: 8000), Ratio(from: 22_050, to: 8000), Ratio(from: 8000, to: 16_000),
        Ratio(from: 44_100, to: 8000), Ratio(from: 48_000, to: 8000), Ratio(from: 8000, to: 8000),
        Ratio(from: 11_025, to: 16_000),
    ]

    @Test(arguments: Self.ratios) func keepsAToneAtItsStrengthAndLength(_ ratio: Ratio) {
        let input = Signal.tone(1000, rate: ratio.from, seconds: 0.5)
        let output = Resampler.convert(input, from: ratio.from, to: ratio.to)
        #expect(output.count == (input.count * ratio.to + ratio.from - 1) / ratio.from)
        let amplitude = Signal.amplitude(of: 1000, in: output, rate: ratio.to)
        #expect(abs(amplitude - 10_000) < 30, "amplitude \(amplitude)")
    }

    @Test(arguments: Self.ratios) func alignsOutputWithInput(_ ratio: Ratio) {
        let input = Signal.tone(500, rate: ratio.from, seconds: 0.5)
        let output = Resampler.convert(input, from: ratio.from, to: ratio.to)
        let expected = Signal.tone(500, rate: ratio.to, seconds: 0.5)
        for index in (output.count / 4)..<(output.count * 3 / 4) {
            #expect(abs(Int(output[index]) - Int(expected[index])) < 60)
        }
    }

    @Test(arguments: [5000.0, 6000, 7900]) func removesWhatTheLowerRateCannotCarry(
        _ frequency: Double
    ) {
        let output = Resampler.convert(
            Signal.tone(frequency, rate: 16_000, seconds: 0.5),
            from: 16_000,
            to: 8000
        )
        #expect(LevelMeter.measure(Array(output.dropFirst(400).dropLast(400))).peak < -70)
    }

    @Test(arguments: Self.ratios) func cuttingTheStreamIntoPiecesChangesNothing(_ ratio: Ratio) {
        let input = Signal.noise(amplitude: 12_000, count: 7001)
        let whole = Resampler.convert(input, from: ratio.from, to: ratio.to)
        var resampler = Resampler(from: ratio.from, to: ratio.to)
        var pieces: [Int16] = []
        var start = 0
        for size in [1, 0, 3, 160, 7, 1000, 441, 5389] {
            pieces += resampler.process(Array(input[start..<start + size]))
            start += size
        }
        #expect(start == input.count)
        pieces += resampler.finish()
        #expect(pieces == whole)
    }

    @Test func beginsAnewAfterFinish() {
        var resampler = Resampler(from: 16_000, to: 8000)
        let input = Signal.noise(amplitude: 9000, count: 999)
        let first = resampler.process(input) + resampler.finish()
        let second = resampler.process(input) + resampler.finish()
        #expect(first == second)
    }

    @Test func clipsInsteadOfWrapping() {
        let square = (0..<800).map { Int16($0 / 20 % 2 == 0 ? Int16.max : Int16.min) }
        let output = Resampler.convert(square, from: 8000, to: 16_000)
        for index in stride(from: 240, to: 1400, by: 80) {
            #expect(output[index + 20] > 20_000)
            #expect(output[index - 20] < -20_000)
        }
    }

    @Test func nothingInIsNothingOut() {
        #expect(Resampler.convert([], from: 48_000, to: 8000).isEmpty)
    }
}
