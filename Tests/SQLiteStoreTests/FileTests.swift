// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import SQLiteStore
import Testing

/// The file itself: what is in it, who may read it, and what is said when it cannot be used.
@Suite struct FileTests {
    /// The error that a body throws.
    private func failure(_ body: () async throws -> Void) async -> StoreError? {
        do {
            try await body()
        } catch {
            return error as? StoreError
        }
        return nil
    }

    @Test func keepsEverythingWhenItIsOpenedAgain() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            var script = CallEvents()
            let id = script.id
            let first = try SQLiteStore(path: path)
            let stored = try await first.append([script.received(), script.spoken("hello")])
            try await first.close()
            let second = try SQLiteStore(path: path)
            #expect(try await second.events(of: id) == stored)
            let next = try await second.append([script.spoken("again")])
            #expect(next.map(\.sequence) == [3])
            #expect(next.map(\.line) == [2])
            try await second.close()
        }
    }

    @Test func createsFoldersAndAFileForItsOwnerOnly() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("a/b/calls.db")
            var script = CallEvents()
            let store = try SQLiteStore(path: path)
            _ = try await store.append([script.received()])
            for file in [path, path + "-wal", path + "-shm"] {
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(file)")
            }
            try await store.close()
        }
    }

    @Test(arguments: SQLiteStoreConfiguration.Durability.allCases)
    func leavesAFileThatIsWholeAndInWriteAheadMode(_ durability: SQLiteStoreConfiguration.Durability) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: durability))
            var script = CallEvents()
            _ = try await store.append([script.received(), script.spoken("whole")])
            try await store.close()
            let other = try DatabaseQueue(path: path)
            let answers = try await other.read { db in
                try ["integrity_check", "journal_mode", "application_id"].map { name in
                    try String.fetchOne(db, sql: "PRAGMA \(name)")
                }
            }
            #expect(answers == ["ok", "wal", "1398227524"])
        }
    }

    @Test func offersTheTranscriptAsAView() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(path: path)
            var script = CallEvents()
            let id = script.id
            _ = try await store.append([script.received(), script.spoken("hello"), script.spoken("there")])
            try await store.close()
            let other = try DatabaseQueue(path: path)
            let rows = try other.read { db in
                try Row.fetchAll(db, sql: "SELECT call_id, line, text, recorded_at FROM transcript ORDER BY line")
            }
            #expect(rows.map { $0["text"] as String } == ["hello", "there"])
            #expect(rows.map { $0["call_id"] as String } == [id.rawValue, id.rawValue])
            #expect(rows.first?["recorded_at"] == "2023-11-14 22:13:20")
        }
    }

    @Test func saysThatAFolderIsNoFile() async throws {
        try await TemporaryFolder.with { folder in
            let error = await self.failure { _ = try SQLiteStore(path: folder.url.path) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("is a folder") == true)
        }
    }

    @Test func saysThatTheFolderCannotBeCreated() async throws {
        try await TemporaryFolder.with { folder in
            try Data("text".utf8).write(to: folder.url.appendingPathComponent("file"))
            let error = await self.failure { _ = try SQLiteStore(path: folder.path("file/deeper/calls.db")) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("the folder cannot be created") == true)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func saysThatTheFolderCannotBeWritten() async throws {
        try await TemporaryFolder.with { folder in
            let locked = folder.path("locked")
            try FileManager.default.createDirectory(
                atPath: locked,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o500]
            )
            let error = await self.failure { _ = try SQLiteStore(path: locked + "/calls.db") }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("cannot be created") == true)
        }
    }

    @Test(arguments: [1, 15, 16, 99, 100, 4_096, 10_000])
    func refusesAFileThatIsNoDatabase(_ size: Int) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("letter.txt")
            let text = Data(repeating: UInt8(ascii: "x"), count: size)
            try text.write(to: URL(fileURLWithPath: path))
            let error = await self.failure { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .unreadable)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
        }
    }

    @Test func leavesTheDatabaseOfAnotherProgramAlone() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("other.db")
            let other = try DatabaseQueue(path: path)
            try await other.write { try $0.execute(sql: "CREATE TABLE recipes(name TEXT)") }
            try other.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = await self.failure { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("another program") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test func refusesTheFileOfANewerVersion() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            try await SQLiteStore(path: path).close()
            let newer = try DatabaseQueue(path: path)
            try await newer.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
            try newer.close()
            let error = await self.failure { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("newer version") == true)
        }
    }

    @Test func refusesADamagedFileAfterAnUncleanEnd() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(path: path)
            var script = CallEvents()
            let texts = (0..<500).map { script.spoken("line \($0) " + String(repeating: "x", count: 200)) }
            _ = try await store.append([script.received()] + texts)
            try await store.close()
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            try #require(data.count > 100_000)
            data.replaceSubrange(4_096..., with: Data(repeating: 0xAA, count: data.count - 4_096))
            try data.write(to: URL(fileURLWithPath: path))
            // What an unclean end leaves behind: a log that is not empty.
            try Data(repeating: 0, count: 64).write(to: URL(fileURLWithPath: path + "-wal"))
            let error = await self.failure { _ = try SQLiteStore(path: path) }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("damaged") == true)
        }
    }

    @Test func saysThatItIsClosed() async throws {
        try await TemporaryFolder.with { folder in
            let store = try SQLiteStore(path: folder.path("calls.db"))
            try await store.close()
            var script = CallEvents()
            let event = script.received()
            for error in [
                await self.failure { _ = try await store.append([event]) },
                await self.failure { try await store.ping() },
            ] {
                #expect(error?.code == .unavailable)
            }
        }
    }
}
