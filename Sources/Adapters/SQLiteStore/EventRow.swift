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

    static func insert(_ stored: StoredCallEvent, call: Int64, in db: Database) throws {
        let event = stored.event
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO events (call, sequence, id, time, kind, payload)
                VALUES (?, ?, CAST(? AS TEXT), ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            call, stored.sequence, ExactText(event.id.rawValue), event.time.microseconds, event.kind.name,
            try StoredJSON.text(EventPayload(event.kind)),
        ])
        guard case .spoken(let line) = event.kind, let number = stored.line else { return }
        try Self.insert(line, number: number, sequence: stored.sequence, call: call, in: db)
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
            CAST(u.source AS BLOB), CAST(u.words AS BLOB)
        FROM events e JOIN calls c ON c.number = e.call
        LEFT JOIN utterances u ON u.call = e.call AND u.sequence = e.sequence
        """

    static func find(_ id: EventID, in db: Database) throws -> StoredCallEvent? {
        let statement = try db.cachedStatement(sql: "\(Self.select) WHERE e.id = CAST(? AS TEXT)")
        return try Row.fetchOne(statement, arguments: [ExactText(id.rawValue)]).map(Self.event)
    }

    static func events(of call: CallID, in db: Database) throws -> [StoredCallEvent] {
        try Self.rows(of: call, "", in: db).map(Self.event)
    }

    static func transcript(of call: CallID, in db: Database) throws -> [TranscriptLine] {
        try Self.rows(of: call, "AND u.line IS NOT NULL", in: db).map { row in
            let stored = try Self.event(row)
            guard case .spoken(let line) = stored.event.kind, let number = stored.line else {
                throw StoreError(.unreadable, "event \(stored.event.id) has a transcript line and is none")
            }
            return TranscriptLine(number: number, id: stored.event.id, time: stored.event.time, line: line)
        }
    }

    static func matches(in db: Database) throws -> [TranscriptMatch] {
        try Row.fetchAll(db, sql: "\(Self.select) WHERE u.line IS NOT NULL").compactMap { row in
            let event = try Self.event(row).event
            guard case .spoken(let line) = event.kind else { return nil }
            return TranscriptMatch(call: event.call, id: event.id, time: event.time, line: line)
        }
    }

    private static func rows(of call: CallID, _ condition: String, in db: Database) throws -> [Row] {
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE c.id = CAST(? AS TEXT) \(condition) ORDER BY e.sequence"
        )
        return try Row.fetchAll(statement, arguments: [ExactText(call.rawValue)])
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
