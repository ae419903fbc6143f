// SPDX-License-Identifier: Apache-2.0

extension LineFault {
    /// The faults that need no value, as a script names them.
    private static let words: [String: Self] = [
        "sendInvalidUTF8": .invalidUTF8,
        "malformedPayload": .malformedPayload,
        "foreignStream": .foreignStream,
        "secondStart": .secondStart,
        "foreignAccountStart": .foreignAccountStart,
        "duplicateFrame": .duplicateFrame,
        "swapFrames": .swapFrames,
        "resetInMidMessage": .resetInMidMessage,
        "drop": .drop,
        "stopWithoutClosing": .stopWithoutClosing,
        "fallSilent": .fallSilent,
        "stopReading": .stopReading,
        "resumeReading": .resumeReading,
    ]

    init?(word: String) {
        guard let fault = Self.words[word] else { return nil }
        self = fault
    }

    init?(name: String, in container: KeyedDecodingContainer<ScriptKey>) throws {
        let key = ScriptKey(name)
        switch name {
        case "sendText": self = .text(try container.decode(String.self, forKey: key))
        case "sendBinary": self = .binary(try container.decode([UInt8].self, forKey: key))
        case "sendRawBytes": self = .rawBytes(try container.decode([UInt8].self, forKey: key))
        case "sendLargeText": self = .largeText(bytes: try Self.count(container, key, limit: 1 << 30))
        case "sendNestedJSON": self = .nestedJSON(depth: try Self.count(container, key, limit: 100_000_000))
        case "gap": self = .gap(Duration(scripted: try container.decode(Double.self, forKey: key)))
        default: return nil
        }
    }

    private static func count(
        _ container: KeyedDecodingContainer<ScriptKey>,
        _ key: ScriptKey,
        limit: Int
    ) throws -> Int {
        let count = try container.decode(Int.self, forKey: key)
        guard (0...limit).contains(count) else {
            throw ScriptKey.error("\(count) is not between 0 and \(limit)", try container.superDecoder(forKey: key))
        }
        return count
    }
}
