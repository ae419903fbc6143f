// SPDX-License-Identifier: Apache-2.0

/// A place in the lines that a search found: newest first, by time and then by the event's name.
public struct TranscriptCursor: Sendable, Hashable {
    /// Microseconds since 1970.
    public let time: Int64
    /// The event's name.
    public let id: EventID

    /// The place of a line.
    public init(of match: TranscriptMatch) {
        self.time = match.time.microseconds
        self.id = match.id
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    public init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(Substring(parts[0])), parts[1].count == 36,
            parts[1].allSatisfy({ $0 == UInt8(ascii: "-") || Self.isHexDigit($0) })
        else { return nil }
        self.time = time
        self.id = EventID(rawValue: String(Substring(parts[1])))
    }

    /// A word for a URL: digits, a point and the event's name.
    public var text: String { "\(self.time).\(self.id.rawValue)" }

    /// Whether this line stands before the other in the list.
    public func precedes(_ other: TranscriptCursor) -> Bool {
        self.time == other.time ? other.id < self.id : self.time > other.time
    }

    private static func isHexDigit(_ digit: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit)
    }
}
