// SPDX-License-Identifier: Apache-2.0

/// A place in the list of calls: all stores order it alike, newest first, by the time of receipt and then by name.
///
/// New calls come before every earlier cursor, so paging on never skips or repeats a call.
public struct CallCursor: Sendable, Hashable {
    /// Microseconds since 1970 at which the call was received.
    public let time: Int64
    /// The call's name, in UTF-8: bytes, because Swift's texts are not ordered like a database's.
    public let id: [UInt8]

    /// The place of a call.
    public init(of call: CallRecord) {
        self.time = call.info.receivedAt.microseconds
        self.id = Array(call.id.rawValue.utf8)
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    public init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(Substring(parts[0])), parts[1].count.isMultiple(of: 2) else {
            return nil
        }
        var id: [UInt8] = []
        var high: UInt8?
        for digit in parts[1] {
            guard let value = Self.value(of: digit) else { return nil }
            if let first = high {
                id.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        self.time = time
        self.id = id
    }

    /// An opaque word for a URL: digits, a point and hexadecimal digits.
    public var text: String {
        let digits = Array("0123456789abcdef".utf8)
        let name = self.id.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "\(self.time).\(String(decoding: name, as: UTF8.self))"
    }

    /// Whether this call stands before the other in the list.
    public func precedes(_ other: CallCursor) -> Bool {
        self.time == other.time ? other.id.lexicographicallyPrecedes(self.id) : self.time > other.time
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
