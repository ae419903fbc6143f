// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import SQLiteStore
import Synchronization
import Testing

/// What was erased or trimmed is gone: from every answer, from the file, and from the disk's free space count.
@Suite struct ErasureTests {
    private let company = "+12025550101"

    /// A word that is nowhere else.
    private let secret = "quinquagesima"

    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    private func contains(_ word: String, _ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        return try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data(word.utf8)) != nil
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    @Test(arguments: [1, 40, 400])
    func erasedWordsAreNoLongerInTheFile(_ others: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
            for number in 1...others {
                _ = try await store.append(CallEvents.finished("CA\(number)", lines: ["some words \(number)"]))
                if number == (others + 1) / 2 {
                    _ = try await store.append(
                        CallEvents.finished("CAX", lines: ["my card is \(secret) and \(secret.uppercased())", secret])
                    )
                }
            }
            try #require(try self.contains(secret, path + "-wal") || self.contains(secret, path))
            #expect(try await store.erase(.call(CallID("CAX")), limit: 1) == 1)
            for file in [path, path + "-wal"] {
                #expect(try !self.contains(secret, file), "\(file)")
                #expect(try !self.contains(secret.uppercased(), file), "\(file)")
            }
            #expect(try await store.search(TranscriptQuery("words", limit: 500)).matches.count == others)
            try await store.close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
                try db.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
            }
        }
    }

    @Test func aReaderOfTheOldStateDoesNotHinderAnErasure() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
            _ = try await store.append(CallEvents.finished("CA1", lines: [secret]) + CallEvents.finished("CA2"))
            var reading = Configuration()
            reading.allowsUnsafeTransactions = true
            let reader = try DatabaseQueue(path: path, configuration: reading)
            try await reader.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN")
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM calls")
            }
            #expect(try await store.erase(.call(CallID("CA1")), limit: 1) == 1)
            #expect(try await store.call(CallID("CA1")) == nil)
            try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            try reader.close()
            // The next erasure, or the end, takes it out of the log.
            try await store.close()
            #expect(try !self.contains(secret, path))
        }
    }

    @Test func theFileShrinksWhenMuchIsErased() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
            let text = String(repeating: "lorem ipsum ", count: 1_000)
            for number in 1...60 {
                let lines = (1...10).map { "\(number) \($0) \(text)" }
                _ = try await store.append(CallEvents.finished("CA\(number)", lines: lines))
            }
            _ = try await store.append(CallEvents.going("CAlast"))
            _ = try await store.erase(.call(CallID("CA60")), limit: 1)
            let before = try self.size(path)
            #expect(before > 10_000_000)
            #expect(try await store.erase(.address(company), limit: .max) == 59)
            #expect(try self.size(path) < before / 4)
            #expect(try await store.events(of: CallID("CAlast")).count == 2)
            try await store.close()
        }
    }

    @Test func eventsAreStoredWhileThousandsAreErased() async throws {
        try await TemporaryFolder.with { folder in
            let configuration = SQLiteStoreConfiguration(
                path: folder.path("calls.db"),
                durability: .normal,
                erasedAtOnce: 20
            )
            let store = try SQLiteStore(configuration)
            _ = try await store.append((1...400).flatMap { CallEvents.finished("CA\($0)", lines: ["a", "b"]) })
            let address = self.company
            var script = CallEvents("CAlive")
            _ = try await store.append([script.received()])
            let lines = (1...10_000).map { script.spoken("word \($0)") }
            let end = Flag()
            let (erased, seen) = try await withThrowingTaskGroup(of: (Int, Set<Int>).self) { group in
                group.addTask {
                    defer { end.isSet.store(true, ordering: .releasing) }
                    return (try await store.erase(.address(address), limit: .max), [])
                }
                group.addTask {
                    // Every one of these waits for one step of the erasure at most.
                    var (stored, left): (Int, Set<Int>) = (0, [])
                    var query = CallQuery(limit: 500)
                    query.status = .completed
                    while !end.isSet.load(ordering: .acquiring), stored < lines.count {
                        _ = try await store.append([lines[stored]])
                        stored += 1
                        left.insert(try await store.calls(query).calls.count)
                    }
                    return (stored, left)
                }
                var parts: [(Int, Set<Int>)] = []
                for try await part in group { parts.append(part) }
                return parts.first?.1.isEmpty == true ? (parts[0].0, parts[1]) : (parts[1].0, parts[0])
            }
            #expect(erased == 400)
            #expect(seen.1.contains { $0 > 0 && $0 < 400 }, "\(seen.1)")
            #expect(try await store.call(CallID("CAlive"))?.lines == seen.0)
            try await store.close()
        }
    }

    @Test func aCancelledErasureHasErasedWholeCalls() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            _ = try await store.append((1...9).flatMap { CallEvents.finished("CA\($0)", lines: ["word"]) })
            let address = self.company
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    await #expect(throws: CancellationError.self) { try await store.erase(.address(address), limit: 9) }
                }
            }
            let left = try await store.calls(CallQuery()).calls.count
            #expect(try await store.search(TranscriptQuery("word")).matches.count == left)
            #expect(try await store.erase(.address(address), limit: 100) == left)
            try await store.close()
        }
    }

    // MARK: Trimming

    @Test func trimsWhatIsOverAndDeliveredAndNothingElse() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            _ = try await store.append(CallEvents.finished("CAdone", lines: ["a"]))  // 1…3
            _ = try await store.append(CallEvents.going("CAgoing", lines: ["b"]))  // 4, 5
            _ = try await store.append(CallEvents.finished("CAaside", lines: ["c"]))  // 6…8
            var late = CallEvents.finished("CAhalf", lines: ["d"])  // 9…11, the last one waits
            let last = late.removeLast()
            _ = try await store.append(late)
            _ = try await store.append([last])
            _ = try await store.append(CallEvents.finished("CAwaits", lines: ["e"]))  // 12…14
            try await store.setAside([7], because: "no", at: Date())
            try await store.delivered(through: 10)
            for bytes in [Int.max, 0] {
                let trimmed = try await store.trim(olderThan: .distantFuture, beyond: bytes)
                #expect(trimmed == (bytes == 0 ? 0 : 1))
                let names = try await store.calls(CallQuery()).calls.map(\.id.rawValue)
                #expect(Set(names) == ["CAgoing", "CAaside", "CAhalf", "CAwaits"])
            }
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [11, 12, 13, 14])
            #expect(try await store.aside(atMost: 100).map(\.entry.position) == [7])
            // Taken back and delivered, it may go too.
            _ = try await store.takeBack()
            #expect(try await store.trim(olderThan: .distantFuture, beyond: 0) == 0)
            try await store.delivered(through: 14)
            #expect(try await store.trim(olderThan: .distantFuture, beyond: 0) == 3)
            #expect(try await store.calls(CallQuery()).calls.map(\.id.rawValue) == ["CAgoing"])
            try await store.close()
        }
    }

    @Test func trimsByAge() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            let start = Date(timeIntervalSince1970: 1_700_000_000)
            for number in 1...5 {
                var events = CallEvents.finished("CA\(number)")
                for index in events.indices { events[index].time = start.addingTimeInterval(Double(number)) }
                _ = try await store.append(events)
            }
            try await store.delivered(through: 15)
            #expect(try await store.trim(olderThan: start, beyond: .max) == 0)
            #expect(try await store.trim(olderThan: start.addingTimeInterval(3), beyond: .max) == 2)
            let names = try await store.calls(CallQuery()).calls.map(\.id.rawValue)
            #expect(Set(names) == ["CA3", "CA4", "CA5"])
            try await store.close()
        }
    }

    @Test func trimsToASizeTheLongestSilentFirst() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(
                SQLiteStoreConfiguration(path: path, durability: .normal, erasedAtOnce: 10)
            )
            let text = String(repeating: "lorem ipsum ", count: 1_000)
            let start = Date(timeIntervalSince1970: 1_700_000_000)
            for number in 1...100 {
                var events = CallEvents.finished("CA\(number)", lines: (1...10).map { "\(number) \($0) \(text)" })
                for index in events.indices { events[index].time = start.addingTimeInterval(Double(number)) }
                _ = try await store.append(events)
            }
            let last = try #require(try await store.undelivered(atMost: 10_000, bytes: .max).last)
            #expect(try await store.trim(olderThan: .distantPast, beyond: 5_000_000) == 0)
            try await store.delivered(through: last.position)
            let trimmed = try await store.trim(olderThan: .distantPast, beyond: 5_000_000)
            #expect((60...95).contains(trimmed), "\(trimmed)")
            #expect(try self.size(path) < 7_000_000)
            var left: Set<String> = []
            for call in try await store.calls(CallQuery(limit: 500)).calls { left.insert(call.id.rawValue) }
            #expect(left == Set((trimmed + 1...100).map { "CA\($0)" }))
            try await store.close()
        }
    }

    @Test func aTrimmedCallMayBeReceivedAgainAndIsDeliveredAgain() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            let events = CallEvents.finished("CA1")
            _ = try await store.append(events)
            try await store.delivered(through: 3)
            #expect(try await store.trim(olderThan: .distantFuture, beyond: .max) == 1)
            #expect(try await store.append([events[0]]).map(\.sequence) == [1])
            #expect(try await store.undelivered(atMost: 9, bytes: .max).map(\.event) == [events[0]])
            try await store.close()
        }
    }
}
