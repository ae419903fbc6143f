// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON value as Twilio writes it: members in the order they are named.
indirect enum TwinValue: Sendable, Hashable {
    case null
    case text(String)
    case number(Int)
    case truth(Bool)
    case list([TwinValue])
    case object([Member])

    struct Member: Sendable, Hashable {
        var name: String
        var value: TwinValue
    }

    /// A text, or null.
    init(_ text: String?) { self = text.map(Self.text) ?? .null }
    /// A number as Twilio writes most of them: as text.
    init(text number: Int?) { self = number.map { .text(String($0)) } ?? .null }
    /// RFC 2822, or null.
    init(_ date: Date?) { self = date.map { .text(CallRun.timestamp($0)) } ?? .null }

    /// The JSON text.
    var encoded: [UInt8] {
        var text = ""
        self.write(to: &text)
        return Array(text.utf8)
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .text(let value): Self.write(value, to: &text)
        case .number(let value): text += String(value)
        case .truth(let value): text += value ? "true" : "false"
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                Self.write(member.name, to: &text)
                text += ": "
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

extension TwinValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral
{
    init(dictionaryLiteral elements: (String, TwinValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(nilLiteral: ()) { self = .null }
}
