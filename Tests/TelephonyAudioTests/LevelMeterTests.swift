// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

struct LevelMeterTests {
    @Test func measuresASineThreeDecibelsBelowItsPeak() {
        let level = LevelMeter.measure(Signal.tone(1000, amplitude: 16_384, rate: 8000, seconds: 1))
        #expect(abs(level.peak - -6.02) < 0.01)
        #expect(abs(level.rms - -9.03) < 0.01)
    }

    @Test func muLawMeasuresLikeItsDecodedSamples() {
        let codes = MuLaw.encode(Signal.noise(amplitude: 5000, count: 160))
        #expect(LevelMeter.measure(muLaw: codes) == LevelMeter.measure(MuLaw.decode(codes)))
    }

    @Test func silenceAndNothingAreTheFloor() {
        #expect(LevelMeter.measure(muLaw: [UInt8](repeating: MuLaw.silence, count: 160)) == .silence)
        #expect(LevelMeter.measure(muLaw: []) == .silence)
        #expect(LevelMeter.measure([]) == .silence)
        #expect(LevelMeter.measure([Int16](repeating: 0, count: 9)).rms == -96)
    }

    @Test func fullScaleIsZero() {
        #expect(LevelMeter.measure([Int16.min, Int16.min]) == AudioLevel(rms: 0, peak: 0))
    }
}
