// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

struct SpectralImageWidenerTests {
    static func widen(_ samples: [Int16], gain: Double) -> [Int16] {
        var widener = SpectralImageWidener(imageGain: gain)
        return widener.process(samples) + widener.finish()
    }

    @Test(arguments: [0.2, 0.3, 0.4]) func mirrorsAToneAtTheGain(_ gain: Double) {
        let wide = Self.widen(Signal.tone(1000, rate: 8000, seconds: 0.5), gain: gain)
        #expect(wide.count == 8000)
        #expect(abs(Signal.amplitude(of: 1000, in: wide, rate: 16_000) - 10_000) < 50)
        #expect(abs(Signal.amplitude(of: 7000, in: wide, rate: 16_000) - 10_000 * gain) < 50)
    }

    @Test func aGainOfZeroIsPlainInterpolation() {
        let wide = Self.widen(Signal.tone(1000, rate: 8000, seconds: 0.5), gain: 0)
        #expect(Signal.amplitude(of: 7000, in: wide, rate: 16_000) < 10)
        let expected = Signal.tone(1000, rate: 16_000, seconds: 0.5)
        for index in 2000..<6000 { #expect(abs(Int(wide[index]) - Int(expected[index])) < 40) }
    }

    @Test func framesOfTwentyMillisecondsGiveTheSameAsTheWhole() {
        let input = Signal.noise(amplitude: 8000, count: 1600)
        var widener = SpectralImageWidener()
        var pieces: [Int16] = []
        for start in stride(from: 0, to: 1600, by: 160) {
            pieces += widener.process(Array(input[start..<start + 160]))
        }
        pieces += widener.finish()
        #expect(pieces == Self.widen(input, gain: 0.3))
    }
}
