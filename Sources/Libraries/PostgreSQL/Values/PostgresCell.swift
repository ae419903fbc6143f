// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// One value of a result. Everything is `nil` when it is NULL, or cannot be read as what is asked for.
public struct PostgresCell: Sendable, Hashable {
    /// The bytes as they came, without a copy.
    public let slice: ArraySlice<UInt8>?
    /// How they are written.
    public let format: PostgresFormat

    /// Whether it is NULL.
    public var isNull: Bool { self.slice == nil }

    /// The bytes as they came.
    public var bytes: [UInt8]? { self.slice.map { Array($0) } }

    /// The value as text: of text columns in either format, of all others in text format.
    public var string: String? { self.slice.flatMap { String(validating: $0, as: UTF8.self) } }

    /// The value as a whole number; in binary format a signed one of two, four or eight bytes.
    public var integer: Int? {
        guard let slice = self.slice else { return nil }
        switch self.format {
        case .text: return self.string.flatMap { Int($0) }
        case .binary:
            guard [2, 4, 8].contains(slice.count), let first = slice.first else { return nil }
            return slice.reduce(first & 0x80 == 0 ? 0 : -1) { $0 << 8 | Int($1) }
        }
    }

    /// The value as a truth value.
    public var boolean: Bool? {
        guard let slice = self.slice, slice.count == 1, let byte = slice.first else { return nil }
        switch (self.format, byte) {
        case (.text, UInt8(ascii: "t")), (.binary, 1): return true
        case (.text, UInt8(ascii: "f")), (.binary, 0): return false
        default: return nil
        }
    }

    /// The bytes of a `bytea`, in either format (of text the form `\x00ff`, the server's default).
    public var bytea: [UInt8]? {
        guard let slice = self.slice else { return nil }
        guard self.format == .text else { return Array(slice) }
        guard slice.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]), slice.count.isMultiple(of: 2) else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(slice.count / 2)
        for index in stride(from: slice.startIndex + 2, to: slice.endIndex, by: 2) {
            guard let high = Self.digit(slice[index]), let low = Self.digit(slice[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
#endif
