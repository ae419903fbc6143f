// SPDX-License-Identifier: Apache-2.0

import TelephonyAudio
import Testing

struct VoiceActivityDetectorTests {
    typealias Event = VoiceActivityDetector.Event

    /// Feeds samples in frames of 20 ms.
    static func events(_ samples: [Int16], _ detector: inout VoiceActivityDetector) -> [Event] {
        let codes = MuLaw.encode(samples)
        return stride(from: 0, to: codes.count, by: 160).compactMap { start in
            detector.process(Array(codes[start..<min(start + 160, codes.count)]))
        }
    }

    static func quiet(_ seconds: Double) -> [Int16] {
        Signal.noise(amplitude: 30, count: Int(seconds * 8000))
    }
    static func talk(_ seconds: Double, amplitude: Double = 4000) -> [Int16] {
        Signal.tone(300, amplitude: amplitude, rate: 8000, seconds: seconds)
    }

    @Test func datesSpeechByItsFirstAndLastLoudFrame() {
        var detector = VoiceActivityDetector()
        let events = Self.events(Self.quiet(1) + Self.talk(0.5) + Self.quiet(1), &detector)
        #expect(events == [.speechStarted(at: 8000), .speechEnded(at: 12_000)])
        #expect(!detector.isSpeaking)
        #expect(detector.position == 20_000)
    }

    @Test func aPauseShorterThanTheHangOverBelongsToTheSpeech() {
        var detector = VoiceActivityDetector()
        let samples =
            Self.quiet(0.2) + Self.talk(0.3) + Self.quiet(0.6) + Self.talk(0.3) + Self.quiet(0.8)
        #expect(
            Self.events(samples, &detector) == [.speechStarted(at: 1600), .speechEnded(at: 11_200)]
        )
    }

    @Test func aClickIsNotSpeech() {
        var detector = VoiceActivityDetector()
        let samples =
            Self.quiet(0.2) + Self.talk(0.04) + Self.quiet(0.2) + Self.talk(0.04) + Self.quiet(1)
        #expect(Self.events(samples, &detector).isEmpty)
    }

    @Test func speechAtTheVeryFirstFrameIsHeard() {
        var detector = VoiceActivityDetector()
        #expect(Self.events(Self.talk(0.3), &detector) == [.speechStarted(at: 0)])
        #expect(detector.finish() == .speechEnded(at: 2400))
        #expect(detector.finish() == nil)
    }

    @Test func noiseThatStaysStopsBeingSpeech() {
        var detector = VoiceActivityDetector()
        let events = Self.events(
            Self.quiet(1) + Signal.noise(amplitude: 2000, count: 8000 * 10),
            &detector
        )
        #expect(events.count == 2)
        guard case .speechEnded(let end) = events.last else { return #expect(Bool(false), "\(events)") }
        #expect(end <= 8000 * 6)
        #expect(
            Self.events(Self.talk(0.5, amplitude: 12_000), &detector).count == 1,
            "speech above the noise is still heard"
        )
    }

    @Test func silenceAndTheQuietestLineAreNeverSpeech() {
        var detector = VoiceActivityDetector()
        #expect(Self.events([Int16](repeating: 0, count: 80_000) + Self.quiet(10), &detector).isEmpty)
        #expect(detector.noiseFloor <= -58)
    }

    @Test func aMutedLineDoesNotLowerTheFloor() {
        var detector = VoiceActivityDetector()
        let hum = Signal.noise(amplitude: 400, count: 16_000)
        _ = Self.events(hum + hum + hum, &detector)
        let floor = detector.noiseFloor
        _ = Self.events([Int16](repeating: 0, count: 80_000), &detector)
        #expect(detector.noiseFloor == floor)
    }

    @Test func framesOfAnySizeGiveTheSameSpeech() {
        var detector = VoiceActivityDetector()
        let codes = MuLaw.encode(Self.quiet(1) + Self.talk(0.5) + Self.quiet(1))
        let events = stride(from: 0, to: codes.count, by: 80).compactMap {
            detector.process(Array(codes[$0..<$0 + 80]))
        }
        #expect(events == [.speechStarted(at: 8000), .speechEnded(at: 12_000)])
        #expect(detector.process([]) == nil)
    }
}
