// SPDX-License-Identifier: Apache-2.0

/// The query of a request: names and values, percent-decoded. A plus sign is a plus sign.
struct DeepgramQuery: Sendable, Hashable {
    private var items: [(name: String, value: String)] = []

    init(_ text: Substring) throws(DeepgramRefusal) {
        for item in text.split(separator: "&") {
            let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first.flatMap(Self.decode),
                let value = halves.count > 1 ? Self.decode(halves[1]) : ""
            else { throw .invalidParameter("Failed to deserialize query parameters") }
            self.items.append((name, value))
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.items.elementsEqual(right.items) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        for item in self.items { hasher.combine(item.name) }
    }

    var names: [String] { self.items.map(\.name) }

    subscript(name: String) -> String? { self.items.last { $0.name == name }?.value }

    func all(_ name: String) -> [String] { self.items.filter { $0.name == name }.map(\.value) }

    /// Lower-case `true` or `false`, nothing else.
    func flag(_ name: String) throws(DeepgramRefusal) -> Bool {
        switch self[name] {
        case nil, "false": false
        case "true": true
        case let value?: throw Self.invalid(name, value)
        }
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(DeepgramRefusal) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = Int(value), range.contains(number) else { throw Self.invalid(name, value) }
        return number
    }

    func decimal(_ name: String, in range: ClosedRange<Double>) throws(DeepgramRefusal) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = Double(value), range.contains(number) else { throw Self.invalid(name, value) }
        return number
    }

    static func invalid(_ name: String, _ value: String) -> DeepgramRefusal {
        .invalidParameter("Failed to deserialize query parameters: \(name): invalid value: \(value)")
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        UInt8(String(UnicodeScalar(byte)), radix: 16)
    }
}
