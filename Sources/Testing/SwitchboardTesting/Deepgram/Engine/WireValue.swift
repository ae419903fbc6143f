// SPDX-License-Identifier: Apache-2.0

/// A JSON value as Deepgram writes it: without white space, members in the order they are named.
indirect enum WireValue: Sendable, Hashable {
    case null
    case text(String)
    case number(Int)
    case decimal(Double)
    /// Seconds, single precision: 4.03 s may be `4.0299997`.
    case seconds(Float)
    case truth(Bool)
    case list([WireValue])
    case object([Member])
    /// JSON that is there already.
    case raw(String)

    struct Member: Sendable, Hashable {
        var name: String
        var value: WireValue
    }

    /// The JSON text.
    var encoded: String {
        var text = ""
        self.write(to: &text)
        return text
    }

    /// Adds a member to an object.
    mutating func append(_ name: String, _ value: WireValue?) {
        guard case .object(let members) = self, let value else { return }
        self = .object(members + [Member(name: name, value: value)])
    }

    /// Takes a member out of an object, unless it matters.
    mutating func remove(_ name: String, unless isKept: Bool) {
        guard case .object(let members) = self, !isKept else { return }
        self = .object(members.filter { $0.name != name })
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .text(let value): Self.write(value, to: &text)
        case .number(let value): text += String(value)
        case .decimal(let value): text += String(value)
        case .seconds(let value): text += String(value)
        case .truth(let value): text += value ? "true" : "false"
        case .raw(let value): text += value
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.write(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    /// RFC 8259, section 7.
    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension WireValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    init(dictionaryLiteral elements: (String, WireValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(arrayLiteral elements: WireValue...) { self = .list(elements) }
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .truth(value) }
}
