// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import TelephonyAudio
import Testing

@testable import OfflineSpeech

/// Where speech is cut, in samples of the stream.
struct SpeechSegmenterTests {
    static func quiet(_ seconds: Double) -> [UInt8] {
        MuLaw.encode(Sound.noise(amplitude: 20, seconds: seconds))
    }
    /// Loud, but as uneven as speech: what is loud without a break counts as noise after a while.
    static func loud(_ seconds: Double) -> [UInt8] {
        let tone = Sound.tone([300], amplitude: 6000, seconds: seconds)
        return MuLaw.encode(tone.enumerated().map { $0.offset / 160 % 20 == 10 ? $0.element / 64 : $0.element })
    }

    static func make(longest: Duration = .seconds(15)) -> SpeechSegmenter {
        SpeechSegmenter(endOfTurnSilence: .milliseconds(700), longest: longest)
    }

    static func hear(
        _ audio: [UInt8],
        _ segmenter: inout SpeechSegmenter,
        from start: Int = 0,
        pieces: Int = 160
    ) -> [SpeechSegmenter.Action] {
        stride(from: 0, to: audio.count, by: pieces).flatMap { index in
            audio[index..<min(index + pieces, audio.count)].withUnsafeBytes { segmenter.hear($0, at: start + index) }
        }
    }

    @Test(arguments: [1, 80, 160, 161, 4000]) func findsSpeechWithSilenceAround(_ pieces: Int) throws {
        var segmenter = Self.make()
        let audio = Self.quiet(1) + Self.loud(1) + Self.quiet(1)
        let actions = Self.hear(audio, &segmenter, pieces: pieces)
        #expect(actions.count == 3)
        #expect(actions.first == .speechStarted(at: 8000))
        guard case .paused(let guess) = actions[1], case .ended(let segment, true) = actions[2] else {
            return #expect(Bool(false), "\(actions.count) actions")
        }
        #expect(segment.speech == 8000..<16_000)
        #expect(segment.start == 8000 - 2400)
        #expect(segment.audio == Array(audio[5600..<(16_000 + 1920)]))
        #expect(guess == segment)
        #expect(segmenter.finish().isEmpty)
    }

    @Test func finishEndsWhatIsBeingSaid() {
        var segmenter = Self.make()
        _ = Self.hear(Self.quiet(0.5) + Self.loud(0.51), &segmenter)
        let actions = segmenter.finish()
        guard case .ended(let segment, true)? = actions.first, actions.count == 1 else {
            return #expect(Bool(false), "\(actions.count) actions")
        }
        #expect(segment.speech.upperBound <= 8160)
        #expect(segmenter.finish().isEmpty)
    }

    @Test func aGapEndsSpeechAndMovesThePlaces() {
        var segmenter = Self.make()
        let first = Self.hear(Self.loud(0.5), &segmenter)
        #expect(first == [.speechStarted(at: 0)])
        let second = Self.hear(Self.loud(0.5), &segmenter, from: 80_000)
        guard second.count == 3, case .ended(let segment, true) = second[1] else {
            return #expect(Bool(false), "\(second.count) actions")
        }
        #expect(segment.speech == 0..<4000)
        #expect(second[2] == .speechStarted(at: 80_000))
        #expect(segmenter.position == 84_000)
    }

    @Test func theNetworksRoundingIsNoGapAndWhatComesTwiceIsHeardOnce() {
        var segmenter = Self.make()
        let audio = Self.quiet(0.5) + Self.loud(0.5)
        for index in stride(from: 0, to: audio.count, by: 160) {
            let jitter = index / 160 % 3 * 100
            _ = audio[index..<index + 160].withUnsafeBytes { segmenter.hear($0, at: index + jitter) }
        }
        #expect(segmenter.position == 8000)
        _ = Self.hear(audio, &segmenter, from: 0)
        #expect(segmenter.position <= 8000 + 320)
    }

    @Test func speechWithoutPauseIsCutWhereItIsQuietest() {
        var segmenter = Self.make(longest: .seconds(4))
        let audio = Self.loud(3) + Self.quiet(0.1) + Self.loud(3) + Self.quiet(1)
        let actions = Self.hear(audio, &segmenter)
        let segments = actions.compactMap { action -> (SpeechSegmenter.Segment, Bool)? in
            if case .ended(let segment, let endsTurn) = action { (segment, endsTurn) } else { nil }
        }
        #expect(segments.map(\.1) == [false, true])
        #expect((24_000...24_800).contains(segments[0].0.speech.upperBound))
        #expect(segments[1].0.start == segments[0].0.speech.upperBound)
        #expect(segments.allSatisfy { $0.0.audio.count <= 32_000 + 1920 })
    }

    @Test func hoursOfSilenceKeepNothing() {
        var segmenter = Self.make()
        let hour = [UInt8](repeating: MuLaw.silence, count: 8000 * 600)
        #expect(Self.hear(hour, &segmenter, pieces: 8000).isEmpty)
        #expect(segmenter.heldBytes <= 8000)
    }
}
#endif
