// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TelephonyAudio

/// The newest audio of a call, addressed by feed position (samples kept since the call's first; one mu-law byte each).
/// Bounded: what comes on top pushes the oldest out. Grows with what it has to hold and shrinks again, so an idle call
/// costs little; while its size does not change nothing is allocated.
struct AudioRing {
    /// The smallest storage: two seconds.
    private static let smallest = 16_384

    /// Bytes that are kept at most.
    let limit: Int
    /// Position of the oldest byte.
    private(set) var start = 0
    private(set) var count = 0
    private var storage: [UInt8] = []
    private var head = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// One beyond the newest byte's position.
    var end: Int { self.start + self.count }
    /// Bytes allocated.
    var capacity: Int { self.storage.count }

    /// Appends by copying; returns how many of the oldest bytes were pushed out.
    @discardableResult
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        // Of more than the ring holds only the end matters.
        let skipped = max(0, bytes.count - self.limit)
        let bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(skipped))
        let dropped = self.makeRoom(for: bytes.count)
        if skipped > 0 { self.start += skipped }
        let tail = self.index(self.count)
        let first = min(bytes.count, self.storage.count - tail)
        self.storage.withUnsafeMutableBytes { storage in
            storage[tail..<(tail + first)].copyBytes(from: bytes[..<first])
            storage[..<(bytes.count - first)].copyBytes(from: bytes[first...])
        }
        self.count += bytes.count
        return dropped + skipped
    }

    /// Appends silence.
    @discardableResult
    mutating func appendSilence(_ count: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: min(max(count, 1), self.limit), alignment: 1) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: MuLaw.silence)
            var dropped = 0
            var left = count
            while left > 0 {
                let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(left))
                dropped += self.append(piece)
                left -= piece.count
            }
            return dropped
        }
    }

    /// Appends the bytes of `range` to a buffer; all of them must be in the ring.
    func write(_ range: Range<Int>, into buffer: inout ByteBuffer) {
        precondition(range.lowerBound >= self.start && range.upperBound <= self.end, "AudioRing: \(range) is not here")
        guard !range.isEmpty else { return }
        let from = self.index(range.lowerBound - self.start)
        let first = min(range.count, self.storage.count - from)
        _ = self.storage.withUnsafeBytes { storage in
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: storage[from..<(from + first)]))
                + buffer.writeBytes(UnsafeRawBufferPointer(rebasing: storage[..<(range.count - first)]))
        }
    }

    /// Lets go of everything before `position`.
    mutating func discard(before position: Int) {
        let gone = min(max(0, position - self.start), self.count)
        self.drop(gone)
        self.start += gone
        self.shrink()
    }

    /// Takes the oldest bytes out as if they had never been there: those after them move forward.
    mutating func skip(_ count: Int) {
        self.drop(min(max(0, count), self.count))
    }

    private mutating func drop(_ count: Int) {
        self.head = self.count == count ? 0 : self.index(count)
        self.count -= count
    }

    private func index(_ offset: Int) -> Int {
        let index = self.head + offset
        return index < self.storage.count ? index : index - self.storage.count
    }

    private mutating func makeRoom(for count: Int) -> Int {
        let dropped = max(0, self.count + count - self.limit)
        self.drop(dropped)
        self.start += dropped
        if self.count + count > self.storage.count {
            self.resize(to: min(self.limit, max(Self.smallest, 2 * (self.count + count))))
        }
        return dropped
    }

    /// After an outage the storage is given back; a factor of eight keeps it from swinging.
    private mutating func shrink() {
        guard self.storage.count > 4 * Self.smallest, self.count < self.storage.count / 8 else { return }
        self.resize(to: max(Self.smallest, self.storage.count / 4))
    }

    private mutating func resize(to capacity: Int) {
        let (head, count) = (self.head, self.count)
        let first = min(count, self.storage.count - head)
        self.storage = [UInt8](unsafeUninitializedCapacity: capacity) { storage, initialized in
            storage.initialize(repeating: MuLaw.silence)
            self.storage.withUnsafeBufferPointer { old in
                _ = storage.update(fromContentsOf: old[head..<(head + first)])
                _ = storage[first...].update(fromContentsOf: old[..<(count - first)])
            }
            initialized = capacity
        }
        self.head = 0
    }
}
