// SPDX-License-Identifier: Apache-2.0

public import CallCore
import GRDB

/// What can be asked; each question sees one state of the file.
extension SQLiteStore {
    /// One call, or `nil` if it is unknown.
    public func call(_ id: CallID) async throws -> CallRecord? {
        try await self.read { try CallRow.record(of: id, in: $0) }
    }

    /// The call that was ordered by this name; see ``CallCore/CallReading/call(orderedAs:)``.
    public func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.read { try CallRow.record(orderedAs: order, in: $0) }
    }

    /// A page of calls, newest first; see ``CallCore/CallReading/calls(_:)``.
    public func calls(_ query: CallQuery) async throws -> CallPage {
        let after = try query.cursor.map { text in
            guard let cursor = CallCursor(text: text) else {
                throw StoreError(.invalidQuery, "the cursor is none of this store's; begin without one")
            }
            return cursor
        }
        let limit = Self.bounded(query.limit)
        let found = try await self.read { try CallRow.list(query, after: after, limit: limit + 1, in: $0) }
        let page = Array(found.prefix(limit))
        return CallPage(calls: page, next: found.count > limit ? page.last.map { CallCursor(of: $0).text } : nil)
    }

    /// The transcript in the order of speech; empty if the call is unknown or nobody spoke.
    public func transcript(of id: CallID) async throws -> [TranscriptLine] {
        try await self.read { try EventRow.transcript(of: id, in: $0) }
    }

    /// The events of a call in the order in which they were stored.
    public func events(of id: CallID) async throws -> [StoredCallEvent] {
        try await self.read { try EventRow.events(of: id, in: $0) }
    }

    /// A page of lines that hold all words; see ``CallCore/CallReading/search(_:)``.
    public func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        let (words, after) = try query.read()
        let limit = Self.bounded(query.limit)
        let found = try await self.read { db in
            try SearchIndex.matches(words, query, after: after, limit: limit + 1, in: db)
        }
        let page = Array(found.prefix(limit))
        return TranscriptMatches(
            matches: page,
            next: found.count > limit ? page.last.map { TranscriptCursor(of: $0).text } : nil
        )
    }

    /// Reads from the file.
    public func ping() async throws {
        _ = try await self.read { try Int.fetchOne($0, sql: "SELECT 1 FROM calls LIMIT 1") }
    }

    private static func bounded(_ limit: Int) -> Int { max(1, min(limit, 500)) }
}
