// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import SQLiteStore
import Testing

/// What is left when the process, the disk or another process does its worst.
@Suite struct DurabilityTests {
    /// A process that is killed leaves file and log as they are at that moment, so a copy of both, taken between two
    /// appends without closing anything, is what the next process finds.
    @Test(arguments: SQLiteStoreConfiguration.Durability.allCases)
    func aKilledProcessLosesNothingThatWasAppended(_ durability: SQLiteStoreConfiguration.Durability) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("live.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: durability))
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received()])
            for round in 1...10 {
                _ = try await store.append([script.spoken("line \(round)")])
                let copy = folder.path("copy\(round).db")
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
                let survivor = try SQLiteStore(path: copy)
                let lines = try await survivor.transcript(of: id)
                #expect(lines.map(\.line.text) == (1...round).map { "line \($0)" })
                #expect(try await survivor.call(id)?.lines == round)
                try await survivor.close()
            }
            try await store.close()
        }
    }

    /// Power loss may tear the log anywhere: what was synced before the tear is there, nothing half.
    @Test func aTornLogGivesBackWholeBatchesOnly() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("live.db")
            // The tables are in the file, the log holds the batches only.
            try await SQLiteStore(path: path).close()
            let store = try SQLiteStore(path: path)
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received()])
            for batch in 0..<6 {
                _ = try await store.append([script.spoken("\(batch) a"), script.spoken("\(batch) b")])
            }
            let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
            var counts: [Int] = []
            for length in stride(from: 32, through: log.count, by: 2_060) {
                let copy = folder.path("torn\(length).db")
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try log.prefix(length).write(to: URL(fileURLWithPath: copy + "-wal"))
                let survivor = try SQLiteStore(path: copy)
                counts.append(try await survivor.transcript(of: id).count)
                try await survivor.close()
            }
            #expect(counts.allSatisfy { $0.isMultiple(of: 2) }, "\(counts)")
            #expect(counts == counts.sorted())
            #expect(counts.last == 12)
            try await store.close()
        }
    }

    /// A log whose end is rubbish: what stands before it is there, and the start succeeds.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aLogWithADamagedEndGivesBackWhatStandsBeforeIt(_ seed: UInt64) async throws {
        try await TemporaryFolder.inMemory { folder in
            let path = folder.path("live.db")
            try await SQLiteStore(path: path).close()
            let store = try SQLiteStore(path: path)
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received()])
            var ends: [Int] = []
            let log = path + "-wal"
            for batch in 0..<6 {
                _ = try await store.append([script.spoken("\(batch) a"), script.spoken("\(batch) b")])
                ends.append(try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0)
            }
            let whole = try Data(contentsOf: URL(fileURLWithPath: log))
            var generator = Generator(state: seed)
            for trial in 0..<40 {
                let first = Int.random(in: 32..<whole.count, using: &generator)
                var damaged = whole
                switch trial % 4 {
                case 0: damaged[first] ^= UInt8(1 << Int.random(in: 0...7, using: &generator))
                case 1:
                    for index in first..<whole.count { damaged[index] = UInt8.random(in: 0...255, using: &generator) }
                case 2: damaged.resetBytes(in: first..<whole.count)
                default: damaged = whole.prefix(first) + Data(repeating: 0xff, count: 100_000)
                }
                let copy = folder.path("damaged\(trial).db")
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try damaged.write(to: URL(fileURLWithPath: copy + "-wal"))
                let survivor = try SQLiteStore(path: copy)
                let count = try await survivor.transcript(of: id).count
                // Every batch that ends before the damage, and whole batches only.
                #expect(count >= 2 * ends.count { $0 <= first })
                #expect(count.isMultiple(of: 2))
                let next = try await survivor.append([CallEvents.finished("CAnew")[0]])
                #expect(next.map(\.sequence) == [1])
                try await survivor.close()
                let queue = try DatabaseQueue(path: copy)
                let answer = try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
                #expect(answer == "ok")
                try queue.close()
            }
            try await store.close()
        }
    }

    @Test func aFullDiskIsUnavailableAndDamagesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, largestFile: 400_000))
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received()])
            let text = String(repeating: "x", count: 50_000)
            var kept = 0
            var failure: StoreError?
            while failure == nil, kept < 100 {
                do {
                    _ = try await store.append([script.spoken(text)])
                    kept += 1
                } catch let error as StoreError {
                    failure = error
                }
            }
            #expect(failure?.code == .unavailable)
            #expect(failure?.message.contains("full") == true)
            #expect(kept > 0)
            #expect(try await store.transcript(of: id).count == kept)
            let small = try await store.append([script.event(.digit("1", at: .zero))])
            #expect(small.map(\.sequence) == [kept + 2])
            try await store.close()
            // With more room it goes on where it was.
            let roomy = try SQLiteStore(path: path)
            let next = try await roomy.append([script.spoken(text)])
            #expect(next.map(\.line) == [kept + 1])
            try await roomy.close()
        }
    }

    @Test func aFileHeldByAnotherProcessIsUnavailableUntilItIsReleased() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let configuration = SQLiteStoreConfiguration(path: path, busyTimeout: .milliseconds(20))
            let store = try SQLiteStore(configuration)
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received()])
            var holding = Configuration()
            holding.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: holding)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let line = script.spoken("waits")
            await #expect(throws: StoreError.self) { try await store.append([line]) }
            do {
                _ = try await store.append([line])
            } catch let error as StoreError {
                #expect(error.code == .unavailable)
                #expect(error.message.contains("another process"))
            }
            // Readers do not care.
            #expect(try await store.call(id)?.lines == 0)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            let stored = try await store.append([line])
            #expect(stored.map(\.line) == [1])
            try other.close()
            try await store.close()
        }
    }

    @Test func cancellingTheTaskDoesNotTakeABatchBack() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            var script = CallEvents()
            let id = script.id
            let events = [script.received(), script.spoken("kept")]
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await store.append(events).count
                }
                let count = try await group.next()
                #expect(count == 2)
            }
            #expect(try await store.events(of: id).count == 2)
            try await store.close()
        }
    }

    @Test func errorsDoNotRepeatWhatACallerSaid() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, largestFile: 300_000))
            var script = CallEvents()
            let secret = "my card number is"
            let event = script.spoken(String(repeating: secret, count: 10_000))
            let received = script.received()
            do {
                _ = try await store.append([received, event])
                Issue.record("the quota was not kept")
            } catch {
                #expect(!"\(error)".contains(secret))
                #expect(!"\(error)".contains("INSERT"))
            }
            try await store.close()
        }
    }
}
