// SPDX-License-Identifier: Apache-2.0

/// Makes text that a stranger said, typed or sent fit to be kept and shown.
///
/// Two steps, and each can be used alone: ``clean(_:limit:options:)`` when a text comes in, once, and the escaper of the
/// output when it goes out, each time:
///
/// ```swift
/// let heard = SafeText.clean(transcript, limit: .bytes(4_096))
/// page += "<p>" + SafeText.html(heard) + "</p>"
/// row += SafeText.csv(heard)
/// print(SafeText.terminal(heard))
/// ```
///
/// Everything works on Unicode scalars and in linear time, and whatever comes in, what comes out is valid.
public enum SafeText {
    /// How long a cleaned text may be. It is cut between characters as a reader sees them, never inside one.
    public enum Limit: Hashable, Sendable {
        /// Any length.
        case none
        /// So many Unicode scalars.
        case scalars(Int)
        /// So many bytes of UTF-8.
        case bytes(Int)
    }

    /// What becomes of line breaks: LF, CR, CR LF, vertical tab, form feed, NEL and U+2028 and U+2029.
    public enum LineBreaks: Hashable, Sendable {
        /// A run of them, and the blanks beside it, is one blank.
        case collapsed
        /// Each is one LF, and there are no empty lines.
        case kept
    }

    /// What a cleaned text may contain.
    public struct Options: Hashable, Sendable {
        /// What becomes of line breaks.
        public var lineBreaks = LineBreaks.collapsed
        /// Whether private-use characters stay; each program shows them as it likes.
        public var keepsPrivateUse = false
        /// Whether characters stay that this machine's Unicode does not know yet, such as next year's emoji.
        public var keepsUnassigned = false
        /// Whether a text that was cut ends in `…`, which counts against the limit.
        public var marksCut = false
        /// How many combining marks a character may carry; languages need few, and hundreds cover the lines above.
        public var maximumMarks = 12

        /// One line without private-use and unknown characters.
        public init() {}

        /// The lines are kept.
        public static var lines: Self {
            var options = Self()
            options.lineBreaks = .kept
            return options
        }
    }

    /// Removes what cannot be seen or changes how other text is seen, normalises to NFC and bounds the length.
    ///
    /// Removed are control characters, marks of direction (UAX 9), zero-width and other characters that are ignored by
    /// default or only format, variation selectors, noncharacters, and by default private-use and unassigned ones.
    /// Four kinds of invisible characters stay where they carry meaning, and only there: the joiner inside a sequence of
    /// emoji (👩‍🚒); the variation selectors 15 and 16 after an emoji (❤️, 1️⃣); the tags of the flags of England,
    /// Scotland and Wales; and joiner and non-joiner between letters of scripts that need them, such as Persian
    /// and Hindi. Signs of Arabic and Syriac numbers that are formally format characters are visible and stay. A tab is
    /// a blank.
    public static func clean(_ text: String, limit: Limit = .none, options: Options = Options()) -> String {
        if self.isPlain(text) { return self.cut(text, to: limit, marks: options.marksCut) }
        var cleaner = ScalarCleaner(options: options)
        // NFC joins at most four scalars into one, so what comes after cannot be within the limit.
        let enough = limit.maximum.map { $0.multipliedReportingOverflow(by: 4) }
            .map { $0.overflow ? Int.max : $0.partialValue &+ 64 }
        for scalar in text.unicodeScalars {
            cleaner.take(scalar)
            if let enough, enough > 0, cleaner.count > enough { break }
        }
        let normal = CanonicalForm.composed(cleaner.finish())
        return self.cut(normal, to: limit, marks: options.marksCut)
    }

    /// Printable ASCII without blanks at its ends needs no cleaning.
    private static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.first != 0x20 && bytes.last != 0x20 && bytes.allSatisfy { (0x20..<0x7F) ~= $0 }
    }

    private static func cut(_ text: String, to limit: Limit, marks: Bool) -> String {
        guard let maximum = limit.maximum, limit.size(of: text) > maximum else { return text }
        let mark = marks ? "…" : ""
        let room = maximum - limit.size(of: mark)
        guard room > 0 else { return room == 0 ? mark : "" }
        var size = 0
        var end = text.startIndex
        for index in text.indices {
            let next = text.index(after: index)
            size += limit.size(of: text[index..<next])
            if size > room { break }
            end = next
        }
        let kept = text[..<end].unicodeScalars
        let blanks = kept.reversed().prefix { $0 == " " || $0 == "\n" }.count
        return String(Substring(kept.dropLast(blanks))) + mark
    }
}

extension SafeText.Limit {
    var maximum: Int? {
        switch self {
        case .none: nil
        case .scalars(let count), .bytes(let count): max(0, count)
        }
    }

    func size(of text: some StringProtocol) -> Int {
        switch self {
        case .none: 0
        case .scalars: text.unicodeScalars.count
        case .bytes: text.utf8.count
        }
    }
}
