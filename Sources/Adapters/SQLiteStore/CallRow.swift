// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `calls`: the record of a call, folded from its events, and how many events there are.
struct CallRow {
    /// The call's number in this file.
    let number: Int64
    /// The fold so far.
    var record: CallRecord
    /// The last sequence number.
    var events: Int

    // MARK: Reading

    /// The columns in the order that ``init(_:)`` reads; texts as bytes, see ``ExactText``.
    private static let columns = """
        number, events, CAST(id AS BLOB), CAST(account AS BLOB), direction, CAST(from_address AS BLOB),
        CAST(to_address AS BLOB), received_at, status, result, reason, next_step, CAST(next_address AS BLOB), streams,
        ended_at, duration, lines, audio_lost_seconds, CAST(voicemail_url AS BLOB), CAST(next_whisper AS BLOB),
        CAST(plan AS BLOB), answered_by, CAST(transfer_status AS BLOB), transfer_seconds, CAST(recordings AS BLOB)
        """

    private init(_ row: Row) throws {
        self.number = row[0]
        self.events = row[1]
        guard let id = row[2] as ExactText?, let account = row[3] as ExactText?, let from = row[5] as ExactText?,
            let to = row[6] as ExactText?, let direction = CallDirection(rawValue: row[4]),
            let status = CallStatus(rawValue: row[8])
        else { throw StoreError(.unreadable, "call number \(self.number) holds a value this version does not know") }
        self.record = CallRecord(
            info: CallInfo(
                id: CallID(id.text),
                account: account.text,
                direction: direction,
                from: from.text,
                to: to.text,
                receivedAt: Date(microseconds: row[7])
            )
        )
        self.record.status = status
        self.record.termination = CallTermination.stored(result: row[9], reason: row[10])
        self.record.next = NextStep(
            step: row[11],
            address: (row[12] as ExactText?)?.text,
            whisper: (row[19] as ExactText?)?.text
        )
        self.record.streams = row[13]
        self.record.endedAt = (row[14] as Int64?).map(Date.init(microseconds:))
        self.record.duration = row[15]
        self.record.lines = row[16]
        self.record.audioLostSeconds = row[17]
        self.record.voicemailURL = (row[18] as ExactText?)?.text
        self.record.info.plan = try (row[20] as Data?).map { try StoredJSON.value(StoredPlan.self, $0).plan }
        self.record.answeredBy = (row[21] as String?).flatMap(AnsweredBy.init(rawValue:))
        self.record.transferStatus = (row[22] as ExactText?)?.text
        self.record.transferSeconds = row[23]
        self.record.recordings =
            try (row[24] as Data?).map { try StoredJSON.value([StoredRecording].self, $0).map(\.report) } ?? []
    }

    static func find(_ id: CallID, in db: Database) throws -> CallRow? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM calls WHERE id = CAST(? AS TEXT)"
        )
        return try Row.fetchOne(statement, arguments: [ExactText(id.rawValue)]).map(CallRow.init)
    }

    static func record(of id: CallID, in db: Database) throws -> CallRecord? {
        try Self.find(id, in: db)?.record
    }

    static func record(orderedAs order: String, in db: Database) throws -> CallRecord? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM calls WHERE order_name = CAST(? AS TEXT) ORDER BY number LIMIT 1"
        )
        return try Row.fetchOne(statement, arguments: [ExactText(order)]).map { try CallRow($0).record }
    }

    static func list(limit: Int, after: CallCursor?, isActive: Bool?, in db: Database) throws -> [CallRecord] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let isActive {
            // Spelt so that the partial index is used for what is asked most.
            conditions.append(isActive ? "is_active" : "NOT is_active")
        }
        if let after {
            conditions.append("(received_at, id) < (?, CAST(? AS TEXT))")
            arguments += [after.time, ExactText(String(decoding: after.id, as: UTF8.self))]
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [limit]
        return try Row.fetchAll(
            db,
            sql: "SELECT \(Self.columns) FROM calls \(condition) ORDER BY received_at DESC, id DESC LIMIT ?",
            arguments: arguments
        ).map { try CallRow($0).record }
    }

    // MARK: Writing

    /// Adds the call; the columns that change are written by ``update(in:)``.
    static func insert(_ info: CallInfo, in db: Database) throws -> CallRow {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO calls (id, account, direction, from_address, to_address, received_at, status, streams,
                    lines, audio_lost_seconds, events, is_active, order_name, plan)
                VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, 0, 0, 0, 0, 1,
                    CAST(? AS TEXT), ?)
                """
        )
        let record = CallRecord(info: info)
        try statement.execute(arguments: [
            ExactText(info.id.rawValue), ExactText(info.account), info.direction.rawValue, ExactText(info.from),
            ExactText(info.to), info.receivedAt.microseconds, record.status.rawValue,
            (info.plan?.order).map(ExactText.init), try info.plan.map { try StoredJSON.text(StoredPlan($0)) },
        ])
        return CallRow(number: db.lastInsertedRowID, record: record, events: 0)
    }

    private init(number: Int64, record: CallRecord, events: Int) {
        self.number = number
        self.record = record
        self.events = events
    }

    func update(in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE calls SET status = ?, result = ?, reason = ?, next_step = ?, next_address = CAST(? AS TEXT),
                    streams = ?, ended_at = ?, duration = ?, lines = ?, audio_lost_seconds = ?,
                    voicemail_url = CAST(? AS TEXT), events = ?, is_active = ?, next_whisper = CAST(? AS TEXT),
                    answered_by = ?, transfer_status = CAST(? AS TEXT), transfer_seconds = ?, recordings = ?
                WHERE number = ?
                """
        )
        let record = self.record
        let next = record.next?.columns
        try statement.execute(arguments: [
            record.status.rawValue, record.termination?.result.rawValue, record.termination?.reason, next?.step,
            (next?.address).map(ExactText.init), record.streams, record.endedAt?.microseconds, record.duration,
            record.lines, record.audioLostSeconds.storedNumber, record.voicemailURL.map(ExactText.init), self.events,
            record.isActive, (next?.whisper).map(ExactText.init), record.answeredBy?.rawValue,
            record.transferStatus.map(ExactText.init), record.transferSeconds,
            try record.recordings.isEmpty ? nil : StoredJSON.text(record.recordings.map(StoredRecording.init)),
            self.number,
        ])
    }

    static func erase(_ selection: CallSelection, limit: Int, in db: Database) throws -> Int {
        let (condition, arguments): (String, StatementArguments) =
            switch selection {
            case .address(let address):
                (
                    "(from_address = CAST(? AS TEXT) OR to_address = CAST(? AS TEXT))",
                    [ExactText(address), ExactText(address)]
                )
            case .receivedBefore(let date): ("received_at < ?", [date.microseconds])
            case .call(let id): ("id = CAST(? AS TEXT)", [ExactText(id.rawValue)])
            }
        let numbers = try Int64.fetchAll(
            db,
            sql: "SELECT number FROM calls WHERE NOT is_active AND \(condition) ORDER BY received_at, id LIMIT ?",
            arguments: arguments + [limit]
        )
        for number in numbers {
            try db.execute(sql: "DELETE FROM utterances WHERE call = ?", arguments: [number])
            try db.execute(sql: "DELETE FROM events WHERE call = ?", arguments: [number])
            try db.execute(sql: "DELETE FROM calls WHERE number = ?", arguments: [number])
        }
        return numbers.count
    }
}
