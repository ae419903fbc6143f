// SPDX-License-Identifier: Apache-2.0

/// A label of a metric, with all the values it may have: so nothing that a stranger chooses can make a new series.
public struct MetricLabel: Sendable, Hashable {
    /// What the label may be.
    public enum Values: Sendable, Hashable {
        /// One of these.
        case closed([String])
        /// Short words that only the program's own text chooses, so many at most: 1 to 64 bytes of ASCII letters, digits
        /// and `_ . : / { } -`.
        case open(atMost: Int)
    }

    static let longestOpenValue = 64

    /// The name: letters, digits and `_`, no digit first.
    public let name: String
    /// What it may be.
    public let values: Values
    private let closed: Set<String>

    /// A label with these values; one that is named twice counts once.
    public init(_ name: String, _ values: some Sequence<String>) {
        self.name = name
        self.closed = Set(values)
        self.values = .closed(self.closed.sorted())
    }

    /// A label with at most so many values, which are not known beforehand.
    public init(_ name: String, atMost count: Int) {
        self.name = name
        self.closed = []
        self.values = .open(atMost: count)
    }

    /// How many values it may have.
    public var count: Int {
        switch self.values {
        case .closed(let values): values.count
        case .open(let count): count
        }
    }

    var isClosed: Bool {
        if case .closed = self.values { true } else { false }
    }

    func takes(_ value: String) -> Bool {
        if self.isClosed { return self.closed.contains(value) }
        return (1...Self.longestOpenValue).contains(value.utf8.count) && value.utf8.allSatisfy(Self.isPlain)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", ":", "/", "{", "}", "-": true
        default: false
        }
    }
}
