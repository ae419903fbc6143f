// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `calls`: a call, folded from its events.
struct CallRow {
    /// The call's number in this file.
    let number: Int64
    /// The fold so far.
    var fold: CallFold
    /// The position of its last event.
    var position: Int64

    // MARK: Reading

    /// The columns in the order that ``init(_:)`` reads; texts as bytes, see ``ExactText``.
    static let columns = """
        number, events, CAST(id AS BLOB), CAST(account AS BLOB), direction, CAST(from_address AS BLOB),
        CAST(to_address AS BLOB), received_at, status, result, reason, next_step, CAST(next_address AS BLOB), streams,
        ended_at, duration, lines, audio_lost_seconds, CAST(voicemail_url AS BLOB), CAST(next_whisper AS BLOB),
        CAST(plan AS BLOB), answered_by, CAST(transfer_status AS BLOB), transfer_seconds, CAST(recordings AS BLOB),
        latest, position
        """

    init(_ row: Row) throws {
        self.number = row[0]
        self.position = row[26]
        self.fold = CallFold(record: try Self.record(row), events: row[1], latest: row[25])
    }

    private static func record(_ row: Row) throws -> CallRecord {
        guard let id = row[2] as ExactText?, let account = row[3] as ExactText?, let from = row[5] as ExactText?,
            let to = row[6] as ExactText?, let direction = CallDirection(rawValue: row[4]),
            let status = CallStatus(rawValue: row[8])
        else {
            throw StoreError(.unreadable, "call number \(row[0] as Int64) holds a value this version does not know")
        }
        var record = CallRecord(
            info: CallInfo(
                id: CallID(id.text),
                account: account.text,
                direction: direction,
                from: from.text,
                to: to.text,
                receivedAt: Date(microseconds: row[7])
            )
        )
        record.status = status
        record.termination = CallTermination.stored(result: row[9], reason: row[10])
        record.next = NextStep(
            step: row[11],
            address: (row[12] as ExactText?)?.text,
            whisper: (row[19] as ExactText?)?.text
        )
        record.streams = row[13]
        record.endedAt = (row[14] as Int64?).map(Date.init(microseconds:))
        record.duration = row[15]
        record.lines = row[16]
        record.audioLostSeconds = row[17]
        record.voicemailURL = (row[18] as ExactText?)?.text
        record.info.plan = try (row[20] as Data?).map { try StoredJSON.value(StoredPlan.self, $0).plan }
        record.answeredBy = (row[21] as String?).flatMap(AnsweredBy.init(rawValue:))
        record.transferStatus = (row[22] as ExactText?)?.text
        record.transferSeconds = row[23]
        record.recordings =
            try (row[24] as Data?).map { try StoredJSON.value([StoredRecording].self, $0).map(\.report) } ?? []
        return record
    }

    static func find(_ id: CallID, in db: Database) throws -> CallRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM calls WHERE id = CAST(? AS TEXT)"
        )
        return try Row.fetchOne(statement, arguments: [ExactText(id.rawValue)]).map(CallRow.init)
    }

    static func record(of id: CallID, in db: Database) throws -> CallRecord? {
        try Self.find(id, in: db)?.fold.record
    }

    static func record(orderedAs order: String, in db: Database) throws -> CallRecord? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM calls WHERE order_name = CAST(? AS TEXT) ORDER BY received_at, id LIMIT 1
                """
        )
        return try Row.fetchOne(statement, arguments: [ExactText(order)]).map { try CallRow($0).fold.record }
    }

    // MARK: Writing

    /// Adds the call; the columns that change are written by ``update(in:)``.
    static func insert(_ fold: CallFold, in db: Database) throws -> CallRow {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO calls (id, account, direction, from_address, to_address, received_at, status, streams,
                    lines, audio_lost_seconds, events, is_active, order_name, plan)
                VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, 0, 0, 0, 0, 1,
                    CAST(? AS TEXT), ?)
                """
        )
        let record = fold.record
        let info = record.info
        try statement.execute(arguments: [
            ExactText(info.id.rawValue), ExactText(info.account), info.direction.rawValue, ExactText(info.from),
            ExactText(info.to), info.receivedAt.microseconds, record.status.rawValue,
            (info.plan?.order).map(ExactText.init), try info.plan.map { try StoredJSON.text(StoredPlan($0)) },
        ])
        return CallRow(number: db.lastInsertedRowID, fold: fold)
    }

    private init(number: Int64, fold: CallFold) {
        self.number = number
        self.fold = fold
        self.position = 0
    }

    func update(in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE calls SET status = ?, result = ?, reason = ?, next_step = ?, next_address = CAST(? AS TEXT),
                    streams = ?, ended_at = ?, duration = ?, lines = ?, audio_lost_seconds = ?,
                    voicemail_url = CAST(? AS TEXT), events = ?, is_active = ?, next_whisper = CAST(? AS TEXT),
                    answered_by = ?, transfer_status = CAST(? AS TEXT), transfer_seconds = ?, recordings = ?,
                    latest = ?, position = ?
                WHERE number = ?
                """
        )
        let record = self.fold.record
        let next = record.next?.columns
        try statement.execute(arguments: [
            record.status.rawValue, record.termination?.result.rawValue, record.termination?.reason, next?.step,
            (next?.address).map(ExactText.init), record.streams, record.endedAt?.microseconds, record.duration,
            record.lines, record.audioLostSeconds.storedNumber, record.voicemailURL.map(ExactText.init),
            self.fold.events,
            record.isActive, (next?.whisper).map(ExactText.init), record.answeredBy?.rawValue,
            record.transferStatus.map(ExactText.init), record.transferSeconds,
            try record.recordings.isEmpty ? nil : StoredJSON.text(record.recordings.map(StoredRecording.init)),
            self.fold.latest, self.position, self.number,
        ])
    }
}
