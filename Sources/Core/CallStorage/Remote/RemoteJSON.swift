// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON on its way to the shared store and back.
enum RemoteJSON {
    /// A value's JSON. PostgreSQL's texts cannot hold U+0000, so U+FFFD stands in its place.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        try Self.replacingNull(Array(JSONEncoder().encode(value))).bytes
    }

    /// Replaces the escape `\u0000` by U+FFFD, and says whether there was one. An encoder writes U+0000 in no other way
    /// (RFC 8259 section 7).
    static func replacingNull(_ json: [UInt8]) -> (bytes: [UInt8], isChanged: Bool) {
        let escape = Array("u0000".utf8)
        var bytes: [UInt8] = []
        var copied = 0
        var index = 0
        while index < json.count {
            guard json[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            if json[(index + 1)...].starts(with: escape) {
                bytes.append(contentsOf: json[copied..<index])
                bytes.append(contentsOf: "\u{FFFD}".utf8)
                index += 1 + escape.count
                copied = index
            } else {
                // What is escaped may be a backslash itself.
                index += 2
            }
        }
        guard copied > 0 else { return (json, false) }
        bytes.append(contentsOf: json[copied...])
        return (bytes, true)
    }

    /// Reads an answer. Throws ``CallCore/StoreError``: `.unavailable` if it is no JSON, or half of one, and `.unreadable`
    /// if it is not what this version knows.
    static func value<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8], of function: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch is DecodingError where !Self.isJSON(bytes) {
            // The decoder's own words may hold a piece of what was said.
            throw StoreError(
                .unavailable,
                "\(function) of the shared store answered \(bytes.count) bytes that are no JSON"
            )
        } catch let error as DecodingError {
            throw StoreError(
                .unreadable,
                "\(function) of the shared store answered what this version does not know\(Self.place(of: error))"
            )
        }
    }

    /// Any value at all.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        (try? JSONDecoder().decode(Anything.self, from: Data(bytes))) != nil
    }

    private static func place(of error: DecodingError) -> String {
        let (path, key): ([any CodingKey], (any CodingKey)?) =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context.codingPath, nil)
            case .keyNotFound(let key, let context): (context.codingPath, key)
            @unknown default: ([], nil)
            }
        let names = (path + [key].compactMap(\.self)).map { $0.intValue.map(String.init) ?? $0.stringValue }
        return names.isEmpty ? "" : " (at \(names.joined(separator: ".")))"
    }
}
