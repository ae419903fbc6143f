// SPDX-License-Identifier: Apache-2.0

/// Any JSON value. Numbers keep their text, objects the order and repetition of their members.
package enum JSONValue: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: JSONValue
    }

    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// The value of a member; of a repeated name the last one, compared byte by byte.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number from 0, written as a number or as a string.
    var integer: Int64? {
        switch self {
        case .number(let text), .string(let text): Self.integer(text.utf8)
        default: nil
        }
    }

    /// One to 18 digits, which always fit.
    @inline(__always)
    static func integer(_ digits: some Collection<UInt8>) -> Int64? {
        guard (1...18).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
