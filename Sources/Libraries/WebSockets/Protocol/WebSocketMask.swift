// SPDX-License-Identifier: Apache-2.0

/// The XOR masking of RFC 6455 section 5.3, 32 bytes at a time.
///
/// Masking is its own inverse. The key is kept as the four bytes lie in memory, read as a little-endian number, so that
/// byte *i* of the payload is combined with `key >> (8 * (i % 4))` on every machine.
enum WebSocketMask {
    /// Writes `count` bytes of `source` combined with the key to `destination` (which may be the same memory).
    ///
    /// `phase` is the position inside the frame's payload, modulo 4, at which `source` begins. The answer is the
    /// bitwise OR of all written bytes' top bits: `false` means that everything is ASCII, so that the usual text
    /// message needs no second pass to be known as UTF-8.
    @inline(__always)
    static func apply(
        key: UInt32,
        phase: Int,
        from source: UnsafeRawPointer,
        to destination: UnsafeMutableRawPointer,
        count: Int
    ) -> Bool {
        let shift = UInt32(truncatingIfNeeded: (phase & 3) &* 8)
        // `&<<` masks its right side to 0...31: a shift by 32 - 0 becomes 0 and ORs the same value again.
        let rotated = key &>> shift | key &<< (32 &- shift)
        let word = UInt64(rotated) | UInt64(rotated) &<< 32
        let nativeWord = UInt64(littleEndian: word)
        let wide = SIMD4<UInt64>(repeating: nativeWord)
        var seen = SIMD4<UInt64>()
        var offset = 0
        while offset &+ 32 <= count {
            let plain = source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self) ^ wide
            destination.storeBytes(of: plain, toByteOffset: offset, as: SIMD4<UInt64>.self)
            seen |= plain
            offset &+= 32
        }
        var bits = seen[0] | seen[1] | seen[2] | seen[3]
        while offset &+ 8 <= count {
            let plain = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ nativeWord
            destination.storeBytes(of: plain, toByteOffset: offset, as: UInt64.self)
            bits |= plain
            offset &+= 8
        }
        var tailKey = word
        while offset < count {
            let plain =
                source.load(fromByteOffset: offset, as: UInt8.self) ^ UInt8(truncatingIfNeeded: tailKey)
            destination.storeBytes(of: plain, toByteOffset: offset, as: UInt8.self)
            bits |= UInt64(plain)
            tailKey &>>= 8
            offset &+= 1
        }
        return bits & 0x8080_8080_8080_8080 != 0
    }
}
