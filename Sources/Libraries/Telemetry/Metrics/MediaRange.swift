// SPDX-License-Identifier: Apache-2.0

/// A media range of an `Accept` field (RFC 9110 section 12.5.1).
struct MediaRange: Sendable, Equatable {
    /// In lower case.
    var type: String
    var version: String?
    /// 0…1; what cannot be read counts as 0: then it is not wanted.
    var quality: Double

    var isOpenMetrics: Bool { self.type == "application/openmetrics-text" }

    /// A range without a version takes every one.
    func hasVersion(_ version: String) -> Bool { self.version == nil || self.version == version }

    /// Reads a field; of what is too long, only the first 32 ranges.
    static func list(_ field: String) -> [MediaRange] {
        field.utf8.split(separator: UInt8(ascii: ","), maxSplits: 32).prefix(32).map { MediaRange(Substring($0)) }
    }

    private init(_ text: Substring) {
        let parts = text.utf8.split(separator: UInt8(ascii: ";")).map { Self.trimmed(Substring($0)) }
        self.type = parts.first?.lowercased() ?? ""
        self.quality = 1
        for part in parts.dropFirst() {
            let pair = part.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1).map { Self.trimmed(Substring($0)) }
            guard pair.count == 2 else { continue }
            switch pair[0].lowercased() {
            case "q": self.quality = Self.quality(pair[1])
            case "version": self.version = pair[1].filter { $0 != "\"" }
            default: break
            }
        }
    }

    private static func quality(_ text: Substring) -> Double {
        guard (1...5).contains(text.utf8.count), let value = Double(text), (0...1).contains(value) else { return 0 }
        return value
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
