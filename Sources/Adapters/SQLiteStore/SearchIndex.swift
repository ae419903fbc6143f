// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The table `search`: the folded words of every line, under the position of its event.
enum SearchIndex {
    // MARK: Writing

    static func insert(_ text: String, position: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO search (rowid, words) VALUES (?, ?)")
        try statement.execute(arguments: [position, SearchText.words(in: text).joined(separator: " ")])
    }

    /// Forgets the lines of a call. Their words stay in the index, marked as gone, until ``merge(in:isFirst:)``.
    static func remove(call number: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "DELETE FROM search WHERE rowid IN (SELECT position FROM events WHERE call = ? AND kind = 'spoken')"
        )
        try statement.execute(arguments: [number])
    }

    /// Takes in the lines that were stored before there was an index.
    static func fill(in db: Database) throws {
        let lines = try Row.fetchCursor(
            db,
            sql: """
                SELECT e.position, CAST(u.text AS BLOB)
                FROM utterances u JOIN events e ON e.call = u.call AND e.sequence = u.sequence
                """
        )
        while let line = try lines.next() {
            try Self.insert((line[1] as ExactText).text, position: line[0], in: db)
        }
    }

    /// One step, of some milliseconds, towards an index in one piece, in which erased words are no more.
    ///
    /// - Returns: whether there is more to do. <https://www.sqlite.org/fts5.html#the_merge_command>
    static func merge(in db: Database, isFirst: Bool) throws -> Bool {
        let before = db.totalChangesCount
        let pages = isFirst ? -Self.mergedPages : Self.mergedPages
        try db.execute(sql: "INSERT INTO search (search, rank) VALUES ('merge', ?)", arguments: [pages])
        return db.totalChangesCount - before >= 2
    }

    private static let mergedPages = 256

    // MARK: Reading

    /// A page of lines and the one behind it, newest first.
    static func matches(
        _ words: SearchText,
        _ query: TranscriptQuery,
        after cursor: TranscriptCursor?,
        limit: Int,
        in db: Database
    ) throws -> [TranscriptMatch] {
        var conditions = ["search MATCH ?"]
        var arguments: StatementArguments = [Self.expression(words)]
        if let from = query.from {
            conditions.append("e.time >= ?")
            arguments += [from.microseconds]
        }
        if let before = query.before {
            conditions.append("e.time < ?")
            arguments += [before.microseconds]
        }
        if let cursor {
            conditions.append("(e.time, e.id) < (?, CAST(? AS TEXT))")
            arguments += [cursor.time, ExactText(cursor.id.rawValue)]
        }
        var join = ""
        if let speaker = query.speaker {
            join = "JOIN utterances u ON u.call = e.call AND u.sequence = e.sequence"
            conditions.append("u.speaker = ?")
            arguments += [speaker.rawValue]
        }
        let positions = """
            SELECT e.position FROM search CROSS JOIN events e ON e.position = search.rowid \(join)
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY e.time DESC, e.id DESC LIMIT ?
            """
        return try EventRow.lines(at: positions, arguments + [limit], in: db)
    }

    /// The question in the language of FTS5. The words are letters and digits only, and in quotes none is an operator.
    private static func expression(_ words: SearchText) -> String {
        words.words.map { "\"\($0.text)\"" + ($0.isPrefix ? " *" : "") }.joined(separator: " AND ")
    }
}
