// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import Logging
import SQLiteStore
import Testing

/// No room: calls go on, what is delivered and over makes room, what is not delivered stays, and it all goes on by itself
/// when there is room again.
@Suite(.timeLimit(.minutes(5))) struct FullDiskTests {
    /// Few words, which take most of the time.
    private let text = String(repeating: "x", count: 4_000)

    private func events(_ number: Int, lines: Int = 10) -> [CallEvent] {
        CallEvents.finished("CA\(number)", lines: (1...lines).map { "\(number) \($0) \(self.text)" })
    }

    /// Runs a journal while the body runs.
    private func withJournal(
        _ store: SQLiteStore,
        _ body: (CallJournal) async throws -> Void
    ) async throws {
        var configuration = CallJournal.Configuration()
        configuration.longestWait = .milliseconds(200)
        let journal = CallJournal(store: store, configuration: configuration, logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await journal.run() }
            try await body(journal)
            group.cancelAll()
        }
    }

    private func waitForFailure(of journal: CallJournal) async throws {
        while journal.status.failures == 0 { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "mounting a small disk takes root"))
    func aJournalOutlivesAFullDisk() async throws {
        try await SmallDisk.with(megabytes: 10) { disk in
            let store = try SQLiteStore(path: disk.path)
            try await self.withJournal(store) { journal in
                let before = CallEvents.going("CA1", lines: ["before"])
                for event in before { _ = try await journal.append(event) }
                try disk.fill()
                let events = (2...40).flatMap { self.events($0) }
                for event in events { journal.enqueue(event) }
                try await self.waitForFailure(of: journal)
                #expect(journal.status.lastError?.contains("full") == true)
                // What is there can be read meanwhile.
                #expect(try await journal.reader.events(of: CallID("CA1")).map(\.event) == before)
                #expect(journal.status.refused == 0)
                try disk.empty()
                await journal.flush()
                #expect(journal.status.failures == 0)
                #expect(journal.status.rejected == 0)
                for number in 2...40 {
                    let stored = try await store.events(of: CallID("CA\(number)"))
                    #expect(stored.map(\.sequence) == Array(1...12), "call \(number)")
                }
            }
            try await store.close()
            let queue = try DatabaseQueue(path: disk.path)
            let answer = try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
            #expect(answer == "ok")
            try queue.close()
        }
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "mounting a small disk takes root"))
    func whatIsDeliveredMakesRoomOnAFullDisk() async throws {
        try await SmallDisk.with(megabytes: 64) { disk in
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: disk.path, reserve: 12 << 20))
            try await self.fillAndGoOn(store, rounds: 350)
        }
    }

    @Test func whatIsDeliveredMakesRoomInAFileThatMayNotGrow() async throws {
        try await TemporaryFolder.inMemory { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, largestFile: 4 << 20))
            try await self.fillAndGoOn(store, rounds: 60)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
            #expect(size <= 5 << 20)
        }
    }

    /// Stores many times what there is room for, while all is delivered; then delivers nothing any more.
    private func fillAndGoOn(_ store: SQLiteStore, rounds: Int) async throws {
        _ = try await store.append(CallEvents.going("CAfirst", lines: ["still here"]))
        for number in 1...rounds {
            _ = try await store.append(self.events(number, lines: 20))
            let waiting = try await store.undelivered(atMost: 100, bytes: .max)
            try await store.delivered(through: waiting.last?.position ?? 0)
        }
        var kept: [CallEvent] = []
        var failure: StoreError?
        for number in (rounds + 1)...5_000 where failure == nil {
            let events = self.events(number, lines: 20)
            do {
                _ = try await store.append(events)
                kept += events
            } catch let error as StoreError {
                failure = error
            }
        }
        // Everything that could go has gone; what is not delivered, and the call that goes on, are there.
        #expect(failure?.code == .unavailable)
        #expect(failure?.message.contains("full") == true)
        #expect(kept.count > 5 * 22)
        let waiting = try await store.undelivered(atMost: .max, bytes: .max)
        #expect(waiting.map(\.event.id) == kept.map(\.id))
        #expect(try await store.transcript(of: CallID("CAfirst")).map(\.line.text) == ["still here"])
        // Delivery goes on and makes room again.
        try await store.delivered(through: waiting.last?.position ?? 0)
        _ = try await store.append(self.events(9_000, lines: 20))
        #expect(try await store.backlog().events == 22)
        try await store.close()
    }

    @Test func aJournalOutlivesALockOnItsFile() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, busyTimeout: .milliseconds(20)))
            var holding = Configuration()
            holding.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: path, configuration: holding)
            try await self.withJournal(store) { journal in
                var script = CallEvents("CA1")
                _ = try await journal.append(script.received())
                try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
                for number in 1...200 { journal.enqueue(script.spoken("line \(number)")) }
                try await self.waitForFailure(of: journal)
                #expect(try await journal.reader.call(CallID("CA1"))?.lines == 0)
                try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
                await journal.flush()
                #expect(journal.status.failures == 0)
                let texts = try await store.transcript(of: CallID("CA1")).map(\.line.text)
                #expect(texts == (1...200).map { "line \($0)" })
            }
            try other.close()
            try await store.close()
        }
    }

    @Test func aBackupWhileCallsGoOnIsWholeAndDisturbsNobody() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
            var script = CallEvents("CA1")
            _ = try await store.append([script.received()])
            let source = try DatabaseQueue(path: path)
            var copies: [Int] = []
            for round in 1...5 {
                let copy = folder.path("copy\(round).db")
                _ = try await store.append((1...50).map { script.spoken("\(round) \($0)") })
                async let backup: Void = source.writeWithoutTransaction { db in
                    try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
                }
                for number in 51...100 { _ = try await store.append([script.spoken("\(round) \(number)")]) }
                try await backup
                let restored = try SQLiteStore(path: copy)
                copies.append(try await restored.transcript(of: CallID("CA1")).count)
                try await restored.close()
            }
            #expect(copies == copies.sorted())
            for (round, count) in copies.enumerated() {
                #expect((round * 100 + 50...round * 100 + 100).contains(count))
            }
            #expect(try await store.transcript(of: CallID("CA1")).count == 500)
            try source.close()
            try await store.close()
        }
    }
}
