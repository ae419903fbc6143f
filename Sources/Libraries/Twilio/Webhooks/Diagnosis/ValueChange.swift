// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A way in which a program may have changed every value of a form, undone.
struct ValueChange {
    var signed: String
    var checked: String
    var apply: (String) -> String

    static var all: [ValueChange] {
        [
            ValueChange(signed: "with values as typed", checked: "with white space around values") {
                $0.trimmingCharacters(in: .whitespacesAndNewlines)
            },
            ValueChange(signed: "with decomposed letters (NFD)", checked: "with composed ones (NFC)") {
                $0.decomposedStringWithCanonicalMapping
            },
            ValueChange(signed: "with composed letters (NFC)", checked: "with decomposed ones (NFD)") {
                $0.precomposedStringWithCanonicalMapping
            },
            ValueChange(signed: "in UTF-8", checked: "read as Latin-1", apply: Self.withoutLatin1),
            ValueChange(signed: "with lines that end in CR LF", checked: "with LF") {
                String(decoding: Self.lineFeeds($0).flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, as: UTF8.self)
            },
            ValueChange(signed: "with lines that end in LF", checked: "with CR LF") {
                String(decoding: Self.lineFeeds($0), as: UTF8.self)
            },
            ValueChange(signed: "with + before numbers", checked: "with a blank there") {
                $0.utf8.first == UInt8(ascii: " ") ? "+" + $0.dropFirst() : $0
            },
            ValueChange(signed: "with blanks", checked: "with + for them") { $0.replacing("+", with: " ") },
            ValueChange(signed: "decoded", checked: "with escapes left in") { PercentEncoding.decoded($0) },
            ValueChange(signed: "as text", checked: "with HTML references", apply: Self.withoutReferences),
        ]
    }

    /// `Ã©` is what `é` becomes when its two bytes are taken for two letters.
    private static func withoutLatin1(_ text: String) -> String {
        let bytes = text.unicodeScalars.map { UInt8(exactly: $0.value) }
        guard !bytes.contains(nil) else { return text }
        return String(validating: bytes.compactMap(\.self), as: UTF8.self) ?? text
    }

    private static func lineFeeds(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes.indices.filter { index in
            bytes[index] != 0x0D || index + 1 == bytes.count || bytes[index + 1] != 0x0A
        }.map { bytes[$0] }
    }

    private static func withoutReferences(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
