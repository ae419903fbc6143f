// SPDX-License-Identifier: Apache-2.0

import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON that stays text wherever it is pasted: into HTML, a terminal or a log.
enum HarmlessJSON {
    /// Encodes a value; keys are sorted, so that answers can be compared.
    static func encode(_ value: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity",
            negativeInfinity: "-infinity",
            nan: "nan"
        )
        do {
            return ByteBuffer(string: self.escape(String(decoding: try encoder.encode(value), as: UTF8.self)))
        } catch {
            preconditionFailure("HarmlessJSON.encode: a document of ours cannot be encoded: \(error)")
        }
    }

    /// Writes `<`, `>`, `&`, hidden characters and exotic line breaks as `\u…`. They occur in strings only, so the
    /// document means the same as before.
    static func escape(_ json: String) -> String {
        var result = ""
        result.reserveCapacity(json.utf8.count)
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<", ">", "&":
                self.append(scalar, to: &result)
            case _ where HarmlessText.isHidden(scalar) || HarmlessText.isBreak(scalar):
                self.append(scalar, to: &result)
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        for unit in UTF16.encode(scalar) ?? .init([0xFFFD]) {
            let digits = String(unit, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
