// SPDX-License-Identifier: Apache-2.0

@_spi(_Unicode) import Swift

/// A way in which a program may have changed every value of a form, undone.
struct ValueChange {
    var signed: String
    var checked: String
    var apply: (String) -> String

    static var all: [ValueChange] {
        [
            ValueChange(signed: "with values as typed", checked: "with white space around values") {
                Self.trimmed($0)
            },
            ValueChange(signed: "with decomposed letters (NFD)", checked: "with composed ones (NFC)") {
                Self.normalised($0) { Array($0._nfd) }
            },
            ValueChange(signed: "with composed letters (NFC)", checked: "with decomposed ones (NFD)") {
                Self.normalised($0) { Array($0._nfc) }
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

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }
        return String(Substring(end.map { scalars[...$0] } ?? scalars[scalars.endIndex...]))
    }

    /// By the standard library's own normaliser, which has no public name yet; Foundation's takes quadratic time.
    /// Sorting a run of marks takes that here too, so a text that could have a long one stays as it is.
    private static func normalised(_ text: String, _ form: (String) -> [Unicode.Scalar]) -> String {
        guard text.utf8.count(where: { $0 >= 0x80 }) <= 4_096 else { return text }
        return String(String.UnicodeScalarView(form(text)))
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
