// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import SQLiteStore
import SwitchboardTesting
import Testing

/// Files of older versions are brought up to date when they are opened, in one transaction each step.
@Suite struct MigrationTests {
    enum Version: CaseIterable {
        case one, two

        func write(to path: String) throws {
            switch self {
            case .one: try OldFile.version1(at: path)
            case .two: try OldFile.version2(at: path)
            }
        }
    }

    private let first = CallID("CA00000000000000000000000000000001")
    private let second = CallID("CA00000000000000000000000000000002")

    @Test(arguments: Version.allCases)
    func keepsWhatOlderVersionsStored(_ version: Version) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try version.write(to: path)
            let store = try SQLiteStore(path: path)
            let record = try #require(try await store.call(first))
            #expect(record.status == .completed)
            #expect(record.termination == .callerHungUp)
            #expect(record.lines == 2)
            #expect(try await store.events(of: first).map(\.sequence) == [1, 2, 3, 4, 5])
            let texts = try await store.transcript(of: first).map(\.line.text)
            #expect(texts == ["Wann haben Sie ge\u{F6}ffnet?", "We are open at five"])
            #expect(try await store.transcript(of: first)[1].line.words.map(\.text) == ["We"])
            #expect(try await store.calls(CallQuery(isActive: true)).calls.map(\.id) == [second])
            let ordered = try await store.call(orderedAs: "order-7")
            #expect(ordered?.id == (version == .two ? second : nil))
            try await store.close()
        }
    }

    @Test(arguments: Version.allCases)
    func findsWhatOlderVersionsStored(_ version: Version) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try version.write(to: path)
            let store = try SQLiteStore(path: path)
            #expect(try await store.search(TranscriptQuery("GEOFFNET")).matches.map(\.call) == [first])
            #expect(try await store.search(TranscriptQuery("open")).matches.map(\.call) == [second, first])
            #expect(try await store.search(TranscriptQuery("door")).matches.map(\.line.text) == ["Open the\u{0}door"])
            var query = CallQuery()
            query.address = "client:anna"
            #expect(try await store.calls(query).calls.map(\.id) == [second])
            query.address = nil
            query.result = .success
            #expect(try await store.calls(query).calls.map(\.id) == [first])
            #expect(try await store.erase(.call(first), limit: 1) == 1)
            #expect(try await store.search(TranscriptQuery("open")).matches.map(\.call) == [second])
            try await store.close()
        }
    }

    @Test(arguments: Version.allCases)
    func goesOnWhereOlderVersionsStopped(_ version: Version) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try version.write(to: path)
            let store = try SQLiteStore(path: path)
            #expect(try await store.backlog().events == 7)
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == Array(1...7))
            var script = CallEvents(second.rawValue)
            // The script's clock is before the call's latest event: this one comes late, and before the old line.
            let stored = try await store.append([script.spoken("new")])
            #expect(stored.map(\.sequence) == [3])
            #expect(stored.map(\.line) == [2])
            #expect(try await store.transcript(of: second).map(\.line.text) == ["new", "Open the\u{0}door"])
            #expect(try await store.trim(olderThan: .distantFuture, beyond: .max) == 0)
            try await store.delivered(through: 7)
            #expect(try await store.trim(olderThan: .distantFuture, beyond: .max) == 1)
            #expect(try await store.call(first) == nil)
            try await store.close()
        }
    }

    @Test(arguments: Version.allCases)
    func letsFilesOfOlderVersionsShrink(_ version: Version) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try version.write(to: path)
            for _ in 1...2 {
                let store = try SQLiteStore(path: path)
                try await store.ping()
                try await store.close()
            }
            let queue = try DatabaseQueue(path: path)
            let answers = try await queue.read { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA auto_vacuum"),
                    try String.fetchOne(db, sql: "PRAGMA integrity_check")
                )
            }
            #expect(answers == (2, "ok"))
        }
    }

    /// A file that cannot be migrated is as it was: nothing of a step that was cut off is left.
    @Test func leavesTheFileAsItWasWhenAStepFails() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try OldFile.version2(at: path)
            let queue = try DatabaseQueue(path: path)
            // Stands in the way of the last table of the step.
            try await queue.write { try $0.execute(sql: "CREATE TABLE search_data (number INTEGER)") }
            let before = try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema") }
            #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            let after = try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema") }
            #expect(after == before)
            try await queue.write { try $0.execute(sql: "DROP TABLE search_data") }
            try queue.close()
            let store = try SQLiteStore(path: path)
            #expect(try await store.search(TranscriptQuery("open")).matches.count == 2)
            try await store.close()
        }
    }
}
