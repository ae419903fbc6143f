// SPDX-License-Identifier: Apache-2.0

import Deepgram
import SwitchboardTesting
import TelephonyAudio

@testable import DeepgramSpeech

/// One simulated call, all of it from a seed: what is said, how its frames arrive, and what goes wrong at Deepgram and on the
/// way there.
struct SimulationPlan: CustomStringConvertible {
    /// A word of the caller's. Each sample of it is its number, from 1 to 96.
    struct Spoken: Hashable {
        var number: Int
        /// Frames of 20 ms from the call's first.
        var frames: Range<Int>

        var start: Duration { .telephonyFrame * self.frames.lowerBound }
        var end: Duration { .telephonyFrame * self.frames.upperBound }
    }

    /// Frames that come together, at a time.
    struct Arrival: Hashable {
        var frames: Range<Int>
        var time: Duration
    }

    /// What may go wrong.
    enum Weather: CaseIterable {
        /// Outages are shorter than what the ring keeps: no word may be lost.
        case rough
        /// Outages are longer than the ring: what is lost must be told, exactly.
        case long
        /// As the first, at Flux, which knows other faults.
        case flux
        /// The call's patience is shorter than outages: another engine gets the rest.
        case hopeless
    }

    /// A quiet line; the ear takes everything from here on for silence.
    static let hush: UInt8 = 0xFC

    /// The call's audio as it was spoken.
    private(set) var audio: [UInt8] = []
    let seed: UInt64
    let weather: Weather
    var words: [Spoken] = []
    var arrivals: [Arrival] = []
    /// Frames that never come.
    var missing: Set<Int> = []
    var hangUp = Duration.zero
    var faults: [DeepgramFault] = []
    /// The network breaks connections that live so long.
    var breaks: [Duration] = []
    /// Samples that each connection has been fed before it is handed to the call.
    var warmth = 0
    /// One way.
    var latency = Duration.zero
    var configuration = DeepgramRecogniser.Configuration()

    init(seed: UInt64, weather: Weather) {
        self.seed = seed
        self.weather = weather
        var random = SeededRandom(seed)
        let frames = self.speak(&random)
        self.fill(frames)
        self.transport(frames, &random)
        self.configure(&random)
        self.spoil(&random)
    }

    var description: String {
        let faults = self.faults.map { "\($0)" }.joined(separator: ", ")
        return
            "seed \(self.seed), \(self.weather): \(self.words.count) words, hang-up at \(self.hangUp), faults [\(faults)], "
            + "breaks \(self.breaks), missing \(self.missing.sorted()), latency \(self.latency), warmth \(self.warmth)"
    }

    /// Words of 80 to 600 ms with pauses between them, some long enough to end an utterance.
    private mutating func speak(_ random: inout SeededRandom) -> Int {
        // To outlast a ring a call must be longer than it.
        let frames = Int.random(in: self.weather == .long ? 400...600 : 60...300, using: &random)
        var frame = Int.random(in: 0...25, using: &random)
        while frame < frames {
            let end = min(frames, frame + Int.random(in: 4...30, using: &random))
            self.words.append(Spoken(number: self.words.count + 1, frames: frame..<end))
            let isPause = Int.random(in: 0..<5, using: &random) == 0
            frame = end + (isPause ? Int.random(in: 20...120, using: &random) : Int.random(in: 2...12, using: &random))
        }
        return frames
    }

    private mutating func fill(_ frames: Int) {
        self.audio = [UInt8](repeating: Self.hush, count: frames * 160)
        for word in self.words {
            for sample in (word.frames.lowerBound * 160)..<(word.frames.upperBound * 160) {
                self.audio[sample] = UInt8(word.number)
            }
        }
    }

    /// Frames come 20 ms apart, some in bunches, some never, and the caller hangs up at any moment.
    private mutating func transport(_ frames: Int, _ random: inout SeededRandom) {
        if Int.random(in: 0..<4, using: &random) == 0 {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 0..<frames, using: &random)
                self.missing.formUnion(start..<(start + Int.random(in: 1...40, using: &random)))
            }
        }
        var bunch: Range<Int>?
        if Int.random(in: 0..<4, using: &random) == 0 {
            let start = Int.random(in: 0..<frames, using: &random)
            // Flux is fed silence when audio is late, and would hear it in the middle of a word.
            let longest = self.weather == .flux ? 20 : 100
            bunch = start..<(start + Int.random(in: 5...longest, using: &random))
        }
        var newest = Duration.zero
        for frame in 0..<frames where !self.missing.contains(frame) {
            let last = bunch.map { $0.contains(frame) ? $0.upperBound : frame } ?? frame
            let time = Duration.telephonyFrame * (last + 1) + .milliseconds(Int.random(in: 0...8, using: &random))
            newest = max(newest, time)
            self.arrivals.append(Arrival(frames: frame..<(frame + 1), time: newest))
        }
        self.hangUp = newest + .milliseconds(Int.random(in: 0...300, using: &random))
        self.warmth = [0, 0, 160, 12_345].randomElement(using: &random) ?? 0
        self.latency = .milliseconds(Int.random(in: 1...80, using: &random))
    }

    private mutating func configure(_ random: inout SeededRandom) {
        self.configuration.policy.batchFrames = [nil, nil, 1, 2, 10].randomElement(using: &random) ?? nil
        self.configuration.policy.reusesConnections = Int.random(in: 0..<6, using: &random) == 0
        switch self.weather {
        case .rough, .flux:
            if self.weather == .flux { self.configuration.parameters = .flux(FluxParameters()) }
            self.configuration.policy.outageBudget = .seconds(300)
            self.configuration.policy.ring = .seconds(60)
        case .long:
            self.configuration.policy.ring = .milliseconds(Int.random(in: 7000...8500, using: &random))
            self.configuration.policy.outageBudget = .seconds(300)
        case .hopeless:
            self.configuration.policy.outageBudget = .milliseconds(Int.random(in: 1000...8000, using: &random))
        }
    }
}
