// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `events`, with its row of `utterances` when somebody spoke.
enum EventRow {
    // MARK: Writing

    static func insert(_ stored: StoredCallEvent, call: Int64, position: Int64, in db: Database) throws {
        let event = stored.event
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO events (position, call, sequence, id, time, kind, payload)
                VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            position, call, stored.sequence, ExactText(event.id.rawValue), event.time.microseconds, event.kind.name,
            try StoredJSON.text(EventPayload(event.kind)),
        ])
        guard case .spoken(let line) = event.kind, let number = stored.line else { return }
        try Self.insert(line, number: number, sequence: stored.sequence, call: call, in: db)
        try SearchIndex.insert(line.text, position: position, in: db)
    }

    private static func insert(
        _ line: SpokenLine,
        number: Int,
        sequence: Int,
        call: Int64,
        in db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO utterances (call, line, sequence, speaker, text, start_seconds, end_seconds, confidence,
                    is_interrupted, source, words)
                VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, CAST(? AS TEXT), ?)
                """
        )
        try statement.execute(arguments: [
            call, number, sequence, line.speaker.rawValue, ExactText(line.text), line.start.storedSeconds,
            line.end.storedSeconds, line.confidence.storedNumber, line.isInterrupted, ExactText(line.source),
            try StoredJSON.text(line.words.map(StoredWord.init)),
        ])
    }

    // MARK: Reading

    private static let select = """
        SELECT CAST(c.id AS BLOB), CAST(e.id AS BLOB), e.sequence, e.time, e.kind, CAST(e.payload AS BLOB),
            u.line, u.speaker, CAST(u.text AS BLOB), u.start_seconds, u.end_seconds, u.confidence, u.is_interrupted,
            CAST(u.source AS BLOB), CAST(u.words AS BLOB), e.position
        FROM events e JOIN calls c ON c.number = e.call
        LEFT JOIN utterances u ON u.call = e.call AND u.sequence = e.sequence
        """

    static func find(_ id: EventID, in db: Database) throws -> StoredCallEvent? {
        let statement = try db.cachedStatement(sql: "\(Self.select) WHERE e.id = CAST(? AS TEXT)")
        return try Row.fetchOne(statement, arguments: [ExactText(id.rawValue)]).map(Self.event)
    }

    /// All events of a call as they came.
    static func events(of call: CallID, in db: Database) throws -> [StoredCallEvent] {
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE c.id = CAST(? AS TEXT) ORDER BY e.sequence"
        )
        return try Row.fetchAll(statement, arguments: [ExactText(call.rawValue)]).map(Self.event)
    }

    /// The lines of a call in the order of speech.
    static func transcript(of call: CallID, in db: Database) throws -> [TranscriptLine] {
        let statement = try db.cachedStatement(
            sql: """
                \(Self.select) WHERE c.id = CAST(? AS TEXT) AND u.line IS NOT NULL ORDER BY e.time, e.sequence
                """
        )
        return try Row.fetchAll(statement, arguments: [ExactText(call.rawValue)]).enumerated().map { index, row in
            let (event, line) = try Self.spoken(row)
            return TranscriptLine(number: index + 1, id: event.id, time: event.time, line: line)
        }
    }

    /// The lines whose positions a statement gives, newest first.
    static func lines(
        at positions: String,
        _ arguments: StatementArguments,
        in db: Database
    ) throws -> [TranscriptMatch] {
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE e.position IN (\(positions)) ORDER BY e.time DESC, e.id DESC"
        )
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let (event, line) = try Self.spoken(row)
            return TranscriptMatch(call: event.call, id: event.id, time: event.time, line: line)
        }
    }

    /// Events with their positions, oldest first, until they have about so many bytes.
    static func entries(
        where condition: String,
        _ arguments: StatementArguments,
        atMost count: Int,
        bytes: Int,
        in db: Database
    ) throws -> [OutboxEntry] {
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE \(condition) ORDER BY e.position LIMIT ?"
        )
        var entries: [OutboxEntry] = []
        var size = 0
        let rows = try Row.fetchCursor(statement, arguments: arguments + [count])
        while size < bytes, let row = try rows.next() {
            entries.append(OutboxEntry(position: row[15], event: try Self.event(row).event))
            size += Self.size(of: row)
        }
        return entries
    }

    /// How many bytes a row has, its numbers and names at a flat rate.
    private static func size(of row: Row) -> Int {
        128 + [5, 8, 14].reduce(0) { $0 + ((row[$1] as Data?)?.count ?? 0) }
    }

    private static func spoken(_ row: Row) throws -> (CallEvent, SpokenLine) {
        let stored = try Self.event(row)
        guard case .spoken(let line) = stored.event.kind else {
            throw StoreError(.unreadable, "event \(stored.event.id) has a transcript line and is none")
        }
        return (stored.event, line)
    }

    private static func event(_ row: Row) throws -> StoredCallEvent {
        let call = CallID((row[0] as ExactText).text)
        let id = EventID(rawValue: (row[1] as ExactText).text)
        let payload = try StoredJSON.value(EventPayload.self, Self.bytes(row, 5))
        guard let kind = payload.kind(row[4], call: call, line: try Self.line(row)) else {
            throw StoreError(.unreadable, "event \(id) holds a value this version does not know")
        }
        return StoredCallEvent(
            event: CallEvent(id: id, call: call, time: Date(microseconds: row[3]), kind: kind),
            sequence: row[2],
            line: row[6]
        )
    }

    private static func line(_ row: Row) throws -> SpokenLine? {
        guard let speaker = (row[7] as String?).flatMap(Speaker.init(rawValue:)) else { return nil }
        return SpokenLine(
            speaker: speaker,
            text: (row[8] as ExactText).text,
            start: Duration(storedSeconds: row[9]),
            end: Duration(storedSeconds: row[10]),
            confidence: row[11],
            words: try StoredJSON.value([StoredWord].self, Self.bytes(row, 14)).map(\.word),
            isInterrupted: row[12],
            source: (row[13] as ExactText).text
        )
    }

    private static func bytes(_ row: Row, _ column: Int) -> Data { row[column] }
}
