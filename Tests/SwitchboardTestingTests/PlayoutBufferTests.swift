// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SwitchboardTesting
import Testing

struct PlayoutBufferTests {
    private var buffer = PlayoutBuffer()

    private func bytes(_ count: Int, _ value: UInt8 = 1) -> [UInt8] { [UInt8](repeating: value, count: count) }

    @Test mutating func playsWhatCameInOrder() {
        self.buffer.enqueue([1, 2, 3])
        self.buffer.enqueue([4, 5])
        #expect(Array(self.buffer.play(4).audio.readableBytesView) == [1, 2, 3, 4])
        #expect(Array(self.buffer.play(4).audio.readableBytesView) == [5])
        #expect(self.buffer.play(4).audio.readableBytes == 0)
        #expect(self.buffer.playedSamples == 5)
    }

    @Test mutating func echoesAMarkAtOnceWhenNothingIsQueued() {
        #expect(self.buffer.mark("a") == ["a"])
        self.buffer.enqueue(self.bytes(160))
        _ = self.buffer.play(160)
        #expect(self.buffer.mark("b") == ["b"])
        #expect(self.buffer.pendingMarks.isEmpty)
    }

    @Test mutating func echoesAMarkWhenEverythingBeforeItHasBeenPlayed() {
        self.buffer.enqueue(self.bytes(320))
        #expect(self.buffer.mark("end") == [])
        #expect(self.buffer.play(160).marks == [])
        #expect(self.buffer.play(159).marks == [])
        #expect(self.buffer.play(1).marks == ["end"])
        #expect(self.buffer.play(160).marks == [])
    }

    @Test mutating func aMarkDoesNotWaitForAudioBehindIt() {
        self.buffer.enqueue(self.bytes(100))
        _ = self.buffer.mark("first")
        self.buffer.enqueue(self.bytes(1000))
        #expect(self.buffer.play(160).marks == ["first"])
        #expect(self.buffer.queuedSamples == 940)
    }

    @Test mutating func echoesSeveralMarksInTheOrderTheyCame() {
        self.buffer.enqueue(self.bytes(10))
        _ = self.buffer.mark("a")
        _ = self.buffer.mark("b")
        self.buffer.enqueue(self.bytes(10))
        _ = self.buffer.mark("c")
        #expect(self.buffer.pendingMarks == ["a", "b", "c"])
        #expect(self.buffer.play(15).marks == ["a", "b"])
        #expect(self.buffer.play(15).marks == ["c"])
    }

    @Test mutating func twoMarksOfOneNameAreTwoMarks() {
        self.buffer.enqueue(self.bytes(10))
        _ = self.buffer.mark("same")
        _ = self.buffer.mark("same")
        #expect(self.buffer.play(10).marks == ["same", "same"])
    }

    @Test mutating func clearEmptiesTheBufferAndGivesUpAllMarks() {
        self.buffer.enqueue(self.bytes(500))
        _ = self.buffer.mark("a")
        self.buffer.enqueue(self.bytes(500))
        _ = self.buffer.mark("b")
        _ = self.buffer.play(160)
        #expect(self.buffer.clear() == ["a", "b"])
        #expect(self.buffer.isEmpty)
        #expect(self.buffer.clearedSamples == 840)
        #expect(self.buffer.playedSamples == 160)
        #expect(self.buffer.play(160).audio.readableBytes == 0)
    }

    @Test mutating func clearOfAnEmptyBufferIsNothing() {
        #expect(self.buffer.clear() == [])
        #expect(self.buffer.clearedSamples == 0)
    }

    @Test mutating func marksCountAnewAfterAClear() {
        self.buffer.enqueue(self.bytes(1000))
        _ = self.buffer.clear()
        self.buffer.enqueue(self.bytes(20, 7))
        _ = self.buffer.mark("later")
        let played = self.buffer.play(160)
        #expect(Array(played.audio.readableBytesView) == self.bytes(20, 7))
        #expect(played.marks == ["later"])
    }

    @Test mutating func discardsWhatIsBeyondTenMinutes() {
        #expect(self.buffer.capacity == 4_800_000)
        var small = PlayoutBuffer(capacity: 100)
        #expect(small.enqueue([1, 2] + self.bytes(90)) == 0)
        #expect(small.enqueue(self.bytes(20, 9)) == 12)
        #expect(small.discardedSamples == 12)
        #expect(small.enqueue(self.bytes(1)) == 1)
        #expect(small.play(200).audio.readableBytes == 100)
        #expect(small.enqueue(self.bytes(100)) == 0)
    }

    @Test mutating func playingNothingIsNothing() {
        self.buffer.enqueue(self.bytes(3))
        _ = self.buffer.mark("m")
        #expect(self.buffer.play(0).audio.readableBytes == 0)
        #expect(self.buffer.play(-5).marks == [])
        #expect(self.buffer.queuedSamples == 3)
    }

    @Test func agreesWithAModelThatKeepsEverySample() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 { self.compareWithModel(&generator) }
    }

    /// The obvious way: a list of samples and marks.
    private func compareWithModel(_ generator: inout SeededGenerator) {
        enum Item: Equatable {
            case sample(UInt8)
            case mark(String)
        }
        var model: [Item] = []
        var buffer = PlayoutBuffer()
        func takeMarks() -> [String] {
            var marks: [String] = []
            while case .mark(let name)? = model.first {
                marks.append(name)
                model.removeFirst()
            }
            return marks
        }
        for step in 0..<60 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                let audio = (0..<Int.random(in: 0..<50, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                buffer.enqueue(audio)
                model += audio.map(Item.sample)
            case 4..<6:
                model.append(.mark("m\(step)"))
                let echoed = buffer.mark("m\(step)")
                #expect(echoed == takeMarks())
            case 6..<9:
                var expected: [UInt8] = []
                var marks: [String] = []
                let count = Int.random(in: 1..<40, using: &generator)
                while expected.count < count, case .sample(let sample)? = model.first {
                    expected.append(sample)
                    model.removeFirst()
                    marks += takeMarks()
                }
                let played = buffer.play(count)
                #expect(Array(played.audio.readableBytesView) == expected)
                #expect(played.marks == marks)
            default:
                let marks = model.compactMap { if case .mark(let name) = $0 { name } else { nil } }
                model = []
                #expect(buffer.clear() == marks)
            }
        }
    }
}
