// SPDX-License-Identifier: Apache-2.0

import SafeText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON that stays text wherever it is pasted: into HTML, a terminal or a log.
package enum HarmlessJSON {
    /// Encodes a value on one line; keys are sorted, so that answers can be compared.
    package static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity",
            negativeInfinity: "-infinity",
            nan: "nan"
        )
        do {
            return SafeText.json(document: String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            preconditionFailure("HarmlessJSON.text: a document of ours cannot be encoded: \(error)")
        }
    }
}
