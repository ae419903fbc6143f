// SPDX-License-Identifier: Apache-2.0

/// Lists of `key=value`, separated by commas, with percent-encoded values: the notation of `OTEL_EXPORTER_OTLP_HEADERS`
/// and `OTEL_RESOURCE_ATTRIBUTES`, taken from W3C Baggage.
enum BaggageText {
    /// The pairs in their order; `nil` if an item has no equals sign, an empty key or a broken escape.
    static func pairs(_ text: String) -> [(key: String, value: String)]? {
        var pairs: [(key: String, value: String)] = []
        for item in text.utf8.split(separator: UInt8(ascii: ",")) {
            let item = self.trimmed(item)
            guard !item.isEmpty else { continue }
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")),
                let key = self.decoded(self.trimmed(item[..<equals])), !key.isEmpty,
                let value = self.decoded(self.trimmed(item[item.index(after: equals)...]))
            else { return nil }
            pairs.append((key, value))
        }
        return pairs
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private static func decoded(_ bytes: Substring.UTF8View) -> String? {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
            guard digits.utf8.count == 2, let value = HexText.number(ArraySlice(digits.utf8)) else { return nil }
            result.append(UInt8(truncatingIfNeeded: value))
            rest = rest.dropFirst(2)
        }
        return String(validating: result, as: UTF8.self)
    }
}
