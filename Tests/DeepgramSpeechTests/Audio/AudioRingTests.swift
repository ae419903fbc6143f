// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// Audio is found again by its position, and no more than the limit is kept.
@Suite struct AudioRingTests {
    private func bytes(_ range: Range<Int>) -> [UInt8] { range.map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

    private func read(_ ring: AudioRing, _ range: Range<Int>) -> [UInt8] {
        var buffer = ByteBuffer()
        ring.write(range, into: &buffer)
        return Array(buffer.readableBytesView)
    }

    @Test func givesBackWhatWasPutInAtItsPosition() {
        var ring = AudioRing(limit: 1000)
        self.bytes(0..<700).withUnsafeBytes { _ = ring.append($0) }
        #expect(Samples(self.read(ring, 0..<700)) == Samples(self.bytes(0..<700)))
        #expect(Samples(self.read(ring, 123..<321)) == Samples(self.bytes(123..<321)))
        #expect(self.read(ring, 700..<700).isEmpty)
    }

    @Test func pushesTheOldestOutWhenItIsFull() {
        var ring = AudioRing(limit: 1000)
        var dropped = 0
        for start in stride(from: 0, to: 4000, by: 160) {
            self.bytes(start..<(start + 160)).withUnsafeBytes { dropped += ring.append($0) }
        }
        #expect(ring.count == 1000)
        #expect(ring.end == 4000)
        #expect(ring.start == 3000)
        #expect(dropped == 3000)
        #expect(Samples(self.read(ring, 3000..<4000)) == Samples(self.bytes(3000..<4000)))
    }

    @Test func keepsTheEndOfWhatIsLongerThanItself() {
        var ring = AudioRing(limit: 100)
        self.bytes(0..<50).withUnsafeBytes { _ = ring.append($0) }
        let dropped = self.bytes(50..<350).withUnsafeBytes { ring.append($0) }
        #expect(dropped == 250)
        #expect(ring.start == 250)
        #expect(Samples(self.read(ring, 250..<350)) == Samples(self.bytes(250..<350)))
    }

    @Test func letsGoOfWhatIsBeforeAPosition() {
        var ring = AudioRing(limit: 1000)
        self.bytes(0..<800).withUnsafeBytes { _ = ring.append($0) }
        ring.discard(before: 300)
        ring.discard(before: 100)
        #expect(ring.start == 300)
        #expect(Samples(self.read(ring, 300..<800)) == Samples(self.bytes(300..<800)))
        ring.discard(before: 5000)
        #expect(ring.start == 800)
        #expect(ring.count == 0)
    }

    @Test func movesTheRestForwardWhenSomethingIsSkipped() {
        var ring = AudioRing(limit: 1000)
        self.bytes(0..<800).withUnsafeBytes { _ = ring.append($0) }
        ring.skip(300)
        #expect(ring.start == 0)
        #expect(ring.end == 500)
        #expect(Samples(self.read(ring, 0..<500)) == Samples(self.bytes(300..<800)))
    }

    @Test func appendsSilenceOfAnyLength() {
        var ring = AudioRing(limit: 100)
        ring.appendSilence(0)
        #expect(ring.end == 0)
        ring.appendSilence(250)
        #expect(ring.end == 250)
        #expect(Samples(self.read(ring, 150..<250)) == Samples([UInt8](repeating: MuLaw.silence, count: 100)))
    }

    @Test func growsWithWhatItHoldsAndGivesTheMemoryBack() {
        var ring = AudioRing(limit: 240_000)
        self.bytes(0..<8000).withUnsafeBytes { _ = ring.append($0) }
        #expect(ring.capacity <= 16_384)
        for start in stride(from: 8000, to: 248_000, by: 8000) {
            self.bytes(start..<(start + 8000)).withUnsafeBytes { _ = ring.append($0) }
        }
        #expect(ring.capacity == 240_000)
        for position in stride(from: 8000, to: 247_000, by: 1000) { ring.discard(before: position) }
        #expect(ring.capacity <= 65_536)
        #expect(Samples(self.read(ring, 246_500..<248_000)) == Samples(self.bytes(246_500..<248_000)))
    }

    @Test func keepsItsStorageWhileItsSizeDoesNotChange() {
        var ring = AudioRing(limit: 240_000)
        self.bytes(0..<16_000).withUnsafeBytes { _ = ring.append($0) }
        let capacity = ring.capacity
        for start in stride(from: 16_000, to: 800_000, by: 160) {
            self.bytes(start..<(start + 160)).withUnsafeBytes { _ = ring.append($0) }
            ring.discard(before: ring.end - 12_000)
        }
        #expect(ring.capacity == capacity)
        #expect(
            Samples(self.read(ring, (ring.end - 12_000)..<ring.end))
                == Samples(self.bytes((ring.end - 12_000)..<ring.end))
        )
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func agreesWithAPlainArrayWhateverIsDone(seed: UInt64) {
        var random = SeededRandom(seed)
        var ring = AudioRing(limit: Int.random(in: 200...40_000, using: &random))
        var model: [UInt8] = []
        var start = 0
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let piece = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                _ = piece.withUnsafeBytes { ring.append($0) }
                model += piece
                let over = max(0, model.count - ring.limit)
                model.removeFirst(over)
                start += over
            case 6, 7:
                let gone = Int.random(in: 0...model.count, using: &random)
                ring.discard(before: start + gone)
                model.removeFirst(gone)
                start += gone
            case 8:
                let gone = Int.random(in: 0...min(model.count, 500), using: &random)
                ring.skip(gone)
                model.removeFirst(gone)
            default:
                let count = Int.random(in: 0...300, using: &random)
                ring.appendSilence(count)
                model += [UInt8](repeating: MuLaw.silence, count: count)
                let over = max(0, model.count - ring.limit)
                model.removeFirst(over)
                start += over
            }
            #expect(ring.start == start)
            #expect(self.read(ring, start..<(start + model.count)) == model)
        }
    }
}
