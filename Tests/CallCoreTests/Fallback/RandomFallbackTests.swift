// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Testing

/// Every numbered frame is one word: each must be reported once, in order and in its place, whenever the first engine
/// breaks.
@Suite(.timeLimit(.minutes(1)))
struct RandomFallbackTests {
    @Test(arguments: 0..<8)
    func reportsEveryFrameOnceWheneverTheFirstEngineBreaks(block: Int) {
        for number in 0..<60 {
            let seed = UInt64(block * 1000 + number)
            var random = SeededGenerator(seed: seed)
            let frames = Int.random(in: 0...400, using: &random)
            let stage = Self.stage(&random, frames: frames)
            Self.speak(frames, to: stage, &random)
            stage.session.finish()
            stage.passes(.seconds(120))
            if let violation = stage.violation {
                Issue.record("seed \(seed): \(violation)")
                return
            }
        }
    }

    private static func stage(_ random: inout SeededGenerator, frames: Int) -> FallbackStage {
        var plan = FragileEars.Plan(words: Int.random(in: 1...40, using: &random))
        let moment = Int.random(in: 1...max(frames, 1), using: &random)
        plan.failure =
            [.never, .whenOpened, .whenFinished, .afterFrames(moment, inTheCall: true)]
            .randomElement(using: &random) ?? .never
        if random.chance(40) { plan.failure = .afterFrames(moment, inTheCall: false) }
        if random.chance(60) { plan.awayFrom = Int.random(in: 1...max(frames, 1), using: &random) }
        if random.chance(30), let from = plan.awayFrom { plan.backAt = from + Int.random(in: 1...50, using: &random) }
        var second = FragileEars.Plan(words: Int.random(in: 1...40, using: &random))
        if random.chance(30) { second.awayFrom = Int.random(in: 1...max(frames, 1), using: &random) }
        if random.chance(50), let from = second.awayFrom {
            second.backAt = from + Int.random(in: 1...9, using: &random)
        }
        // Whole frames, so that each is one word.
        let slice = Duration.milliseconds(20 * Int.random(in: 1...40, using: &random))
        let interval = Duration.milliseconds(Int.random(in: 0...150, using: &random))
        return FallbackStage(FragileEars("first", plan), then: FragileEars("second", second)) {
            $0.slice = slice
            $0.interval = interval
        }
    }

    /// Mostly in real time, sometimes with a pause of the sender's.
    private static func speak(_ frames: Int, to stage: FallbackStage, _ random: inout SeededGenerator) {
        var left = frames
        while left > 0 {
            let count = min(left, Int.random(in: 1...60, using: &random))
            stage.send(count)
            left -= count
            if random.chance(20) { stage.passes(.milliseconds(Int.random(in: 1...2000, using: &random))) }
        }
    }
}
