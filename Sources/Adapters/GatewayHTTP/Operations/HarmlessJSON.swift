// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SafeText

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
            return ByteBuffer(
                string: SafeText.json(document: String(decoding: try encoder.encode(value), as: UTF8.self))
            )
        } catch {
            preconditionFailure("HarmlessJSON.encode: a document of ours cannot be encoded: \(error)")
        }
    }
}
