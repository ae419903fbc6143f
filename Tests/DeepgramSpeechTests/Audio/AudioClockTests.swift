// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DeepgramSpeech

/// Feed positions become places in the call, across gaps, dropped audio and silence that only the engine hears.
@Suite struct AudioClockTests {
    @Test func countsFromWhereTheFirstAudioStands() {
        var clock = AudioClock()
        #expect(!clock.isRunning)
        clock.anchor(0, at: .seconds(5))
        #expect(clock.time(ofStart: 0) == .seconds(5))
        #expect(clock.time(ofStart: 8000) == .seconds(6))
        #expect(clock.time(ofEnd: 4000.5) == .seconds(5) + .microseconds(500_063))
    }

    @Test func givesASeamToTheSideThatIsAskedFor() {
        var clock = AudioClock()
        clock.anchor(0, at: .zero)
        clock.anchor(8000, at: .seconds(10))
        #expect(clock.time(ofEnd: 8000) == .seconds(1))
        #expect(clock.time(ofStart: 8000) == .seconds(10))
        #expect(clock.time(ofEnd: 16_000) == .seconds(11))
    }

    @Test func standsStillWhileOnlyTheEngineHearsSilence() {
        var clock = AudioClock()
        clock.anchor(0, at: .zero)
        clock.fill(from: 8000)
        clock.fill(from: 9000)
        #expect(clock.endsWithFiller)
        #expect(clock.time(ofStart: 12_000) == .seconds(1))
        clock.anchor(16_000, at: .seconds(1))
        #expect(clock.time(ofStart: 24_000) == .seconds(2))
        #expect(
            clock.stretches(in: 4000..<20_000) == [
                .init(range: 4000..<8000, time: .milliseconds(500)), .init(range: 16_000..<20_000, time: .seconds(1)),
            ]
        )
    }

    @Test func leavesOutAudioThatWasTakenOutOfTheFeed() {
        var clock = AudioClock()
        clock.anchor(0, at: .zero)
        clock.anchor(16_000, at: .seconds(10))
        clock.skip(4000, at: 8000)
        #expect(clock.time(ofEnd: 8000) == .seconds(1))
        #expect(clock.time(ofStart: 8000) == .milliseconds(1500))
        #expect(clock.time(ofStart: 12_000) == .seconds(10))
        clock.skip(8000, at: 8000)
        #expect(clock.time(ofStart: 8000) == .milliseconds(10_500))
        #expect(clock.time(ofEnd: 8000) == .seconds(1))
    }

    @Test func forgetsWhatIsNotAskedForAnyMore() {
        var clock = AudioClock()
        for second in 0..<100 { clock.anchor(second * 8000, at: .seconds(second * 2)) }
        clock.forget(before: 50 * 8000)
        #expect(clock.count == 50)
        #expect(clock.time(ofStart: 50 * 8000) == .seconds(100))
        for second in 100..<2000 { clock.anchor(second * 8000, at: .seconds(second * 2)) }
        #expect(clock.count <= 512)
        #expect(clock.time(ofStart: 1999 * 8000) == .seconds(3998))
    }
}
