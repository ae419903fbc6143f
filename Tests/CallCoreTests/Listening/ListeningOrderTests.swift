// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Testing

@testable import CallCore

/// Frames of both tracks that come in the wrong order, twice, or not at all.
struct ListeningOrderTests {
    private static func counting(_ speaker: Speaker, _ index: Int) -> Int? {
        speaker == .caller ? index + 1 : 1_000 + index + 1
    }

    private static func numbers(_ lines: [SpokenLine]) -> [Int] {
        lines.flatMap(\.words).compactMap { Int($0.text) }
    }

    /// Sends 100 frames of both sides after `change`, and tells the numbers that were heard.
    private func heard(_ change: (inout [TwoTrackFrame]) -> Void) async throws -> (caller: [Int], agent: [Int]) {
        var frames = TwoTrackFrame.frames(0..<100, say: Self.counting)
        change(&frames)
        let stage = ListeningStage()
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.send(frames, to: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        return (Self.numbers(await stage.lines(of: .caller)), Self.numbers(await stage.lines(of: .agent)))
    }

    @Test func hearsEveryFrameOfBothSidesInOrder() async throws {
        let heard = try await self.heard { _ in }
        #expect(heard.caller == Array(1...100) && heard.agent == Array(1_001...1_100))
    }

    @Test(arguments: [(20, 21), (20, 22), (20, 25), (21, 24)])
    func putsFramesBackInOrder(places: (Int, Int)) async throws {
        let heard = try await self.heard { $0.swapAt(places.0, places.1) }
        #expect(heard.caller == Array(1...100) && heard.agent == Array(1_001...1_100))
    }

    @Test func dropsFramesThatComeTwice() async throws {
        let heard = try await self.heard { frames in
            for place in [60, 41, 40, 3] { frames.insert(frames[place], at: place + 1) }
        }
        #expect(heard.caller == Array(1...100) && heard.agent == Array(1_001...1_100))
    }

    @Test func goesOnWithoutFramesThatNeverCome() async throws {
        // Places 40 and 42 are the caller's frames 21 and 22, place 61 the agent's 31.
        let heard = try await self.heard { frames in
            for place in [61, 42, 40] { frames.remove(at: place) }
        }
        #expect(heard.caller == Array(1...100).filter { ![21, 22].contains($0) })
        #expect(heard.agent == Array(1_001...1_100).filter { $0 != 1_031 })
    }

    @Test func losesNothingWhenFramesHaveNoNumbers() async throws {
        let heard = try await self.heard { frames in
            for index in frames.indices { frames[index].sequence = 0 }
        }
        #expect(heard.caller == Array(1...100) && heard.agent == Array(1_001...1_100))
    }

    @Test func hearsWhatStillWaitedWhenTheStreamEnds() async throws {
        let heard = try await self.heard { $0.remove(at: $0.count - 3) }
        #expect(heard.caller == Array(1...100) && heard.agent == Array(1_001...1_100).filter { $0 != 1_099 })
    }

    @Test func survivesNumbersThatMakeNoSense() async throws {
        var generator = SeededGenerator(seed: 7)
        let stage = ListeningStage()
        try await stage.running { stage in
            let call = try await stage.open()
            var frames = TwoTrackFrame.frames(0..<300, say: Self.counting)
            for index in frames.indices where Bool.random(using: &generator) {
                frames[index].sequence =
                    [0, 1, .max, .max - 1, .random(in: 0...5_000, using: &generator)]
                    .randomElement(using: &generator) ?? 0
                frames[index].offset =
                    [.zero, .seconds(1_000_000_000), .milliseconds(-5), frames[index].offset]
                    .randomElement(using: &generator) ?? .zero
            }
            for frame in frames {
                try await stage.onLoop {
                    call.session.assumeIsolated {
                        let place = InboundFrame(chunk: frame.sequence, offset: frame.offset)
                        $0.hear(frame.audio, place, of: frame.speaker)
                    }
                }
            }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .streamStopped)
        }
        for speaker in [Speaker.caller, .agent] {
            let words = await stage.lines(of: speaker).flatMap(\.words)
            #expect(zip(words, words.dropFirst()).allSatisfy { $0.start < $1.start }, "time never goes back")
            #expect(words.allSatisfy { ($0.text.count > 3) == (speaker == .agent) }, "nothing changes sides")
        }
    }
}
