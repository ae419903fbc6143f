// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A search in what was said.
public struct TranscriptQuery: Sendable, Hashable {
    /// Words that all have to be in one line, in any order; see ``SearchText``.
    public var text: String
    /// At most so many lines; stores cut it to 1…500.
    public var limit: Int
    /// Only lines older than the one this cursor came with (``TranscriptMatches/next``).
    public var cursor: String?
    /// Only what this side said.
    public var speaker: Speaker?
    /// Only lines of this time or later.
    public var from: Date?
    /// Only lines before this time.
    public var before: Date?

    /// Creates a search in everything.
    public init(_ text: String, limit: Int = 50, cursor: String? = nil) {
        self.text = text
        self.limit = limit
        self.cursor = cursor
    }

    /// What is asked for, understood; for stores. Throws ``StoreError`` `.invalidQuery`.
    public func read() throws -> (words: SearchText, after: TranscriptCursor?) {
        guard let words = SearchText(self.text) else {
            throw StoreError(.invalidQuery, "there is no word to search for; give letters or digits")
        }
        let after = try self.cursor.map { text in
            guard let cursor = TranscriptCursor(text: text) else {
                throw StoreError(.invalidQuery, "the cursor is none of this store's; begin without one")
            }
            return cursor
        }
        return (words, after)
    }

    /// Whether a line fulfils the conditions, its words and the cursor aside.
    public func includes(_ match: TranscriptMatch) -> Bool {
        let time = match.time.microseconds
        if let from, time < from.microseconds { return false }
        if let before, time >= before.microseconds { return false }
        return self.speaker.map { $0 == match.line.speaker } ?? true
    }
}
