// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON value within bounds and without recursion.
package struct JSONReader {
    var maximumBytes: Int
    var maximumDepth: Int
    var maximumValues: Int

    package init(maximumBytes: Int, maximumDepth: Int, maximumValues: Int) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }

    private enum Container {
        case array([JSONValue])
        case object([JSONValue.Member], name: String)
    }

    package func read(_ bytes: UnsafeRawBufferPointer) throws(TwilioError) -> JSONValue {
        guard bytes.count <= self.maximumBytes else {
            throw TwilioError(.limitExceeded, "The JSON text has more bytes than allowed.")
        }
        var cursor = JSONCursor(bytes)
        var stack: [Container] = []
        var values = 0
        while true {
            values += 1
            guard values <= self.maximumValues else {
                throw TwilioError(.limitExceeded, "The JSON text has more values than allowed.")
            }
            guard var value = try self.begin(&cursor, &stack) else { continue }
            while let closed = try Self.add(value, to: &stack, &cursor) {
                value = closed
            }
            if stack.isEmpty {
                cursor.skipWhitespace()
                guard cursor.isAtEnd else { throw Self.malformed }
                return value
            }
        }
    }

    /// Reads a scalar or an empty container, or opens a container and returns `nil`.
    private func begin(_ cursor: inout JSONCursor, _ stack: inout [Container]) throws(TwilioError) -> JSONValue? {
        cursor.skipWhitespace()
        switch cursor.current {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard stack.count < self.maximumDepth else {
                throw TwilioError(.limitExceeded, "The JSON text is nested deeper than allowed.")
            }
            let isObject = cursor.current == UInt8(ascii: "{")
            cursor.advance()
            if cursor.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                return isObject ? .object([]) : .array([])
            }
            stack.append(isObject ? .object([], name: try Self.key(&cursor)) : .array([]))
            return nil
        case UInt8(ascii: "\""): return .string(try Self.text(&cursor))
        case UInt8(ascii: "t") where cursor.skip("true"): return .bool(true)
        case UInt8(ascii: "f") where cursor.skip("false"): return .bool(false)
        case UInt8(ascii: "n") where cursor.skip("null"): return .null
        default:
            guard let range = cursor.skipNumber() else { throw Self.malformed }
            return .number(String(decoding: cursor.bytes[range], as: UTF8.self))
        }
    }

    /// Adds a value to the innermost container and returns that container when it closes after it.
    private static func add(
        _ value: JSONValue,
        to stack: inout [Container],
        _ cursor: inout JSONCursor
    ) throws(TwilioError) -> JSONValue? {
        switch stack.popLast() {
        case .array(var elements):
            elements.append(value)
            if cursor.take(UInt8(ascii: ",")) {
                stack.append(.array(elements))
                return nil
            }
            guard cursor.take(UInt8(ascii: "]")) else { throw self.malformed }
            return .array(elements)
        case .object(var members, let name):
            members.append(JSONValue.Member(name: name, value: value))
            if cursor.take(UInt8(ascii: ",")) {
                stack.append(.object(members, name: try self.key(&cursor)))
                return nil
            }
            guard cursor.take(UInt8(ascii: "}")) else { throw self.malformed }
            return .object(members)
        case nil:
            return nil
        }
    }

    private static func key(_ cursor: inout JSONCursor) throws(TwilioError) -> String {
        let name = try self.text(&cursor)
        guard cursor.take(UInt8(ascii: ":")) else { throw self.malformed }
        return name
    }

    private static func text(_ cursor: inout JSONCursor) throws(TwilioError) -> String {
        guard let text = cursor.skipString() else { throw self.malformed }
        let inside = UnsafeRawBufferPointer(rebasing: cursor.bytes[text.range])
        let string =
            text.hasEscapes
            ? JSONText.unescaped(inside).flatMap { String(validating: $0, as: UTF8.self) }
            : String(validating: inside, as: UTF8.self)
        guard let string else { throw self.malformed }
        return string
    }

    private static var malformed: TwilioError {
        TwilioError(.malformedJSON, "The text is not JSON.")
    }
}
