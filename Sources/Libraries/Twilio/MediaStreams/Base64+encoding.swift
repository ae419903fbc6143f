// SPDX-License-Identifier: Apache-2.0

extension Base64 {
    static let alphabet = StaticString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    /// Encodes into a buffer of at least ``encodedCount(_:)`` bytes and returns the number of characters.
    ///
    /// A smaller buffer is a programming error and traps.
    @discardableResult
    public static func encode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int {
        let count = Self.encodedCount(source.count)
        precondition(target.count >= count, "The buffer is too small for the base64 text.")
        guard let input = source.baseAddress, let output = target.baseAddress else { return 0 }
        let alphabet = Self.alphabet.utf8Start
        // In bounds: 3 × triples ≤ source.count, 4 × triples ≤ count, and six bits index 64 letters.
        let triples = source.count / 3
        for triple in 0..<triples {
            let bytes = input + 3 * triple
            let bits =
                UInt32(bytes.load(as: UInt8.self)) << 16
                | UInt32(bytes.load(fromByteOffset: 1, as: UInt8.self)) << 8
                | UInt32(bytes.load(fromByteOffset: 2, as: UInt8.self))
            let word =
                UInt32(alphabet[Int(bits >> 18)])
                | UInt32(alphabet[Int(bits >> 12 & 63)]) << 8
                | UInt32(alphabet[Int(bits >> 6 & 63)]) << 16
                | UInt32(alphabet[Int(bits & 63)]) << 24
            (output + 4 * triple).storeBytes(of: word.littleEndian, as: UInt32.self)
        }
        Self.encodeTail(source.dropFirst(3 * triples), into: target, at: 4 * triples)
        return count
    }

    /// Encodes bytes.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.encodedCount(bytes.count)) { buffer, count in
            count = bytes.withUnsafeBytes { Self.encode($0, into: UnsafeMutableRawBufferPointer(buffer)) }
        }
    }

    private static func encodeTail(
        _ tail: Slice<UnsafeRawBufferPointer>,
        into target: UnsafeMutableRawBufferPointer,
        at position: Int
    ) {
        guard let first = tail.first else { return }
        let second = tail.dropFirst().first
        let alphabet = Self.alphabet.utf8Start
        target[position] = alphabet[Int(first >> 2)]
        target[position + 1] = alphabet[Int(first << 4 & 0x30 | (second ?? 0) >> 4)]
        target[position + 2] = second.map { alphabet[Int($0 << 2 & 0x3C)] } ?? UInt8(ascii: "=")
        target[position + 3] = UInt8(ascii: "=")
    }
}
