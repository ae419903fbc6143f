// SPDX-License-Identifier: Apache-2.0

/// Standard base64 with padding (RFC 4648, section 4), straight between buffers.
///
/// Decoding is strict: no white space, no missing or surplus padding, no other alphabet, no bits that would be lost.
public enum Base64 {
    /// The number of characters for a number of bytes.
    public static func encodedCount(_ byteCount: Int) -> Int {
        (byteCount + 2) / 3 * 4
    }

    /// The number of bytes that a number of characters can hold at most.
    public static func maximumDecodedCount(_ characterCount: Int) -> Int {
        characterCount / 4 * 3
    }

    /// Decodes into a buffer and returns the number of bytes; `nil` when it is no base64 or does not fit.
    ///
    /// On failure the buffer may have been written to.
    public static func decode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Int? {
        guard source.count & 3 == 0 else { return nil }
        guard let last = source.last else { return 0 }
        let padding = last != Self.pad ? 0 : source[source.count - 2] != Self.pad ? 1 : 2
        let count = source.count / 4 * 3 - padding
        guard count <= target.count else { return nil }
        let isWhole = Self.values.withUnsafeBufferPointer { values in
            Self.decodeQuads(source, (source.count - (padding > 0 ? 4 : 0)) / 4, into: target, values)
        }
        guard isWhole else { return nil }
        guard padding > 0 else { return count }
        return Self.decodeTail(source.suffix(4), padding, into: target, at: count - (3 - padding)) ? count : nil
    }

    /// Decodes characters; `nil` when they are no base64.
    public static func decode(_ characters: [UInt8]) -> [UInt8]? {
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.maximumDecodedCount(characters.count)) { buffer, count in
            let written = characters.withUnsafeBytes { Self.decode($0, into: UnsafeMutableRawBufferPointer(buffer)) }
            isValid = written != nil
            count = written ?? 0
        }
        return isValid ? bytes : nil
    }

    private static let pad = UInt8(ascii: "=")
    private static let invalid: UInt8 = 0x80

    /// The value of each character, or ``invalid``.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for index in 0..<64 {
            values[Int(alphabet.utf8Start[index])] = UInt8(index)
        }
        return values
    }()

    private static func decodeQuads(
        _ source: UnsafeRawBufferPointer,
        _ quads: Int,
        into target: UnsafeMutableRawBufferPointer,
        _ values: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard quads > 0, let input = source.baseAddress, let output = target.baseAddress, let table = values.baseAddress
        else { return quads == 0 }
        // In bounds: 4 × quads ≤ source.count, 3 × quads ≤ target.count, and the table has a place for every byte.
        var seen: UInt8 = 0
        for quad in 0..<quads {
            let word = input.loadUnaligned(fromByteOffset: 4 * quad, as: UInt32.self).littleEndian
            let first = table[Int(word & 0xFF)]
            let second = table[Int(word >> 8 & 0xFF)]
            let third = table[Int(word >> 16 & 0xFF)]
            let fourth = table[Int(word >> 24)]
            seen |= first | second | third | fourth
            let bytes = output + 3 * quad
            bytes.storeBytes(of: first << 2 | second >> 4, as: UInt8.self)
            bytes.storeBytes(of: second << 4 | third >> 2, toByteOffset: 1, as: UInt8.self)
            bytes.storeBytes(of: third << 6 | fourth, toByteOffset: 2, as: UInt8.self)
        }
        return seen & Self.invalid == 0
    }

    private static func decodeTail(
        _ tail: Slice<UnsafeRawBufferPointer>,
        _ padding: Int,
        into target: UnsafeMutableRawBufferPointer,
        at position: Int
    ) -> Bool {
        let characters = tail.prefix(4 - padding).map { Self.values[Int($0)] }
        guard characters.allSatisfy({ $0 != Self.invalid }) else { return false }
        target[position] = characters[0] << 2 | characters[1] >> 4
        guard padding == 1 else { return characters[1] & 0x0F == 0 }
        target[position + 1] = characters[1] << 4 | characters[2] >> 2
        return characters[2] & 0x03 == 0
    }
}
