// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import CallCore

struct CallListenerTests {
    /// What the recogniser was given.
    private final class Ears: RecognitionSession {
        var heard: [(offset: Duration, first: UInt8, bytes: Int)] = []
        var finishes = 0
        var cancels = 0

        func hear(_ audio: ByteBuffer, at offset: Duration) {
            self.heard.append((offset, audio.readableBytesView.first ?? 0, audio.readableBytes))
        }
        func finish() { self.finishes += 1 }
        func cancel() { self.cancels += 1 }
    }

    private let ears = Ears()
    private let listener: CallListener
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    init() {
        self.listener = CallListener(recognition: self.ears, now: self.start)
    }

    /// A frame whose samples all are its number; it arrives when it should unless told otherwise.
    private func hear(_ chunk: UInt64, at offset: Duration? = nil, arriving: Duration? = nil, bytes: Int = 160) {
        let place = offset ?? .milliseconds(20 * Int64(clamping: chunk))
        let frame = InboundFrame(chunk: chunk, offset: place)
        let audio = ByteBuffer(repeating: UInt8(truncatingIfNeeded: chunk), count: bytes)
        self.listener.hear(audio, frame, now: self.start + TimeAmount(arriving ?? place))
    }

    private var order: [UInt8] { self.ears.heard.map(\.first) }
    private var offsets: [Duration] { self.ears.heard.map(\.offset) }

    @Test func handsFramesOnInOrderWithTheirPlace() {
        for chunk in 1...5 { self.hear(UInt64(chunk), at: .milliseconds(20 * (chunk - 1))) }
        #expect(self.order == [1, 2, 3, 4, 5])
        #expect(self.offsets == [0, 20, 40, 60, 80].map { .milliseconds($0) })
        #expect(self.listener.position == .milliseconds(100))
    }

    @Test func putsDisorderRightWithinFiveFramesAndKeepsTheSamples() {
        for chunk: UInt64 in [1, 3, 4, 6, 5, 2, 7] { self.hear(chunk) }
        #expect(self.order == [1, 2, 3, 4, 5, 6, 7])
        let counts = self.listener.takeCounts()
        #expect(counts.frames == 7 && counts.missing == 0 && counts.dropped == 0)
    }

    @Test func goesOnWithoutAFrameThatNeverComesAndDropsItWhenItIsLate() {
        for chunk: UInt64 in [1, 3, 4, 5, 6, 7, 8, 2, 8] { self.hear(chunk) }
        #expect(self.order == [1, 3, 4, 5, 6, 7, 8])
        let counts = self.listener.takeCounts()
        #expect(counts.frames == 9 && counts.missing == 1 && counts.dropped == 2)
        let again = self.listener.takeCounts()
        #expect(again.frames == 0 && again.missing == 0 && again.dropped == 0)
    }

    @Test func handsOnWhatStillWaitsAtTheEndAndIsDeafThen() {
        for chunk: UInt64 in [1, 3, 5] { self.hear(chunk) }
        self.listener.finish()
        self.listener.finish()
        self.hear(6)
        #expect(self.order == [1, 3, 5])
        #expect(self.ears.finishes == 1)
        #expect(self.listener.takeCounts().missing == 2)
    }

    @Test func countsByItsSamplesWithinJitter() {
        for (chunk, offset) in [0, 35, 30, 80, 100].enumerated() {
            self.hear(UInt64(chunk + 1), at: .milliseconds(offset))
        }
        #expect(self.offsets == [0, 20, 40, 60, 80].map { .milliseconds($0) })
    }

    @Test func leavesAGapThatNobodyFilled() {
        self.hear(1, at: .zero)
        self.hear(2, at: .seconds(5))
        #expect(self.offsets == [.zero, .seconds(5)])
    }

    @Test func believesALongPauseThatReallyPassed() {
        self.hear(1, at: .zero)
        self.hear(2, at: .seconds(3000), arriving: .seconds(3000))
        #expect(self.offsets.last == .seconds(3000))
        #expect(self.listener.disbelieved == 0)
    }

    @Test(arguments: [
        Duration.seconds(60), .seconds(1_000_000_000), .seconds(Int64.max), .milliseconds(Int64.max), .seconds(-1),
        .seconds(Int64.min),
    ])
    func doesNotBelieveAClockThatLeaps(offset: Duration) {
        self.hear(1, at: .zero)
        for chunk in 2...1000 {
            self.hear(UInt64(chunk), at: offset, arriving: .milliseconds(20 * chunk))
        }
        #expect(self.ears.heard.count == 1000)
        #expect(self.listener.position <= .seconds(81))
        #expect(self.listener.position >= .seconds(20))
    }

    @Test func neverGetsFurtherAheadThanTimeHasPassedBySmallLeaps() {
        for chunk in 1...1000 {
            let leap = Duration.seconds(chunk) * 5
            self.hear(UInt64(chunk), at: leap, arriving: .milliseconds(20 * chunk))
        }
        #expect(self.listener.position <= .seconds(20 + 20 + 11))
        #expect(self.listener.disbelieved > 900)
    }

    @Test(arguments: [UInt64.max, UInt64.max - 1, 1 << 63, 1_000_000])
    func survivesAFrameNumberThatLeaps(chunk: UInt64) {
        for number in 1...3 { self.hear(UInt64(number)) }
        self.hear(chunk, at: .milliseconds(80))
        for number in 4...20 { self.hear(UInt64(number)) }
        #expect(self.ears.heard.count >= 8)
        let counts = self.listener.takeCounts()
        #expect(counts.missing >= 0 && counts.missing < 100 && counts.dropped >= 0)
    }

    @Test func takesFramesWithoutNumbersAsTheyCome() {
        for _ in 0..<10 { self.hear(0, at: .zero) }
        #expect(self.ears.heard.count == 10)
        #expect(self.listener.position == .milliseconds(200))
    }

    @Test func givesTheRecogniserNoEmptyFrame() {
        self.hear(1, bytes: 0)
        #expect(self.ears.heard.isEmpty)
        #expect(self.listener.frames == 1)
    }
}
