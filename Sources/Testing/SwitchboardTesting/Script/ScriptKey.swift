// SPDX-License-Identifier: Apache-2.0

/// A key of a script file that nobody has foreseen.
struct ScriptKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) {
        self.stringValue = name
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }

    /// Throws for a key that `known` does not have.
    static func refuseUnknown<Known: CodingKey & CaseIterable>(_ known: Known.Type, in decoder: any Decoder) throws {
        let names = Known.allCases.map(\.stringValue)
        for key in try decoder.container(keyedBy: Self.self).allKeys where !names.contains(key.stringValue) {
            throw Self.error("there is no key \(key.stringValue); known are \(names.joined(separator: ", "))", decoder)
        }
    }

    /// The single key of a mapping like `say: hello`, or the word alone.
    static func single(in decoder: any Decoder) throws -> (name: String, hasValue: Bool) {
        if let name = try? decoder.singleValueContainer().decode(String.self) { return (name, false) }
        let keys = try decoder.container(keyedBy: Self.self).allKeys
        guard keys.count == 1, let key = keys.first else {
            throw self.error("one key is expected here, not \(keys.count)", decoder)
        }
        return (key.stringValue, true)
    }

    /// An error at the decoder's place.
    static func error(_ message: String, _ decoder: any Decoder) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: decoder.codingPath, debugDescription: message))
    }
}
