// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SQLiteStore
import Testing

/// The n-th write of a call's life fails, for every n: nothing is acknowledged that is not kept, nothing is damaged, and
/// it goes on when the disk works again.
@Suite struct DiskFaultTests {
    private let life = CallLife()

    @Test(arguments: DiskFault.Kind.allCases)
    func everyWriteOfACallMayFail(_ kind: DiskFault.Kind) async throws {
        try await TemporaryFolder.inMemory { folder in
            let template = folder.path("empty.db")
            try await SQLiteStore(path: template).close()
            var number = 1
            while try await self.live(kind, failingAt: number, folder, template) {
                number += 1
                try #require(number < 5_000)
            }
            // A batch is some frames, each a header and a page, and a sync.
            #expect(number > 100)
        }
    }

    /// Whether there was an n-th write.
    private func live(
        _ kind: DiskFault.Kind,
        failingAt number: Int,
        _ folder: TemporaryFolder,
        _ template: String
    ) async throws -> Bool {
        let place = folder.path("\(number)")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let path = place + "/calls.db"
        try FileManager.default.copyItem(atPath: template, toPath: path)
        let fault = DiskFault(kind)
        return try await FaultyDisk.with(fault, in: place) {
            let store = try SQLiteStore(path: path)
            fault.arm(number)
            let acknowledged = await self.appendAll(to: store)
            let hasStruck = fault.hasStruck
            // What a process that is killed at this moment leaves behind.
            let copy = folder.path("copy.db")
            try Self.copy(path, to: copy)
            try await self.life.verify(copy, holds: acknowledged, "\(kind) \(number), killed")
            fault.repair()
            for batch in self.life.batches { _ = try await store.append(batch) }
            try await store.close()
            try await self.life.verify(path, holds: self.life.events.count, "\(kind) \(number), repaired")
            return hasStruck
        }
    }

    /// Appends batch by batch, each twice if need be, until one fails for good. Returns how many events were acknowledged.
    private func appendAll(to store: SQLiteStore) async -> Int {
        var acknowledged = 0
        for batch in self.life.batches {
            var isStored = await self.isStored(batch, in: store)
            if !isStored { isStored = await self.isStored(batch, in: store) }
            guard isStored else { break }
            acknowledged += batch.count
        }
        return acknowledged
    }

    private func isStored(_ batch: [CallEvent], in store: SQLiteStore) async -> Bool {
        do {
            #expect(try await store.append(batch).map(\.event) == batch)
            return true
        } catch {
            #expect((error as? StoreError)?.code == .unavailable, "\(error)")
            return false
        }
    }

    @Test(arguments: DiskFault.Kind.allCases)
    func everyWriteOfAStartMayFail(_ kind: DiskFault.Kind) async throws {
        try await TemporaryFolder.inMemory { folder in
            let template = folder.path("old.db")
            try OldFile.version1(at: template)
            var hasStruck = true
            var number = 1
            while hasStruck {
                let place = folder.path("\(number)")
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
                let path = place + "/calls.db"
                try Self.copy(template, to: path)
                let fault = DiskFault(kind)
                fault.arm(number)
                try await FaultyDisk.with(fault, in: place) {
                    do {
                        let store = try SQLiteStore(path: path)
                        hasStruck = fault.hasStruck
                        fault.repair()
                        try await store.close()
                    } catch {
                        hasStruck = true
                        #expect((error as? StoreError)?.code == .unavailable, "\(kind) \(number): \(error)")
                    }
                    fault.repair()
                }
                let store = try SQLiteStore(path: path)
                #expect(try await store.search(TranscriptQuery("open")).matches.count == 2, "\(kind) \(number)")
                #expect(try await store.backlog().events == 7, "\(kind) \(number)")
                try await store.close()
                try FileManager.default.removeItem(atPath: place)
                number += 1
                try #require(number < 5_000)
            }
            #expect(number > 50)
        }
    }

    private static func copy(_ path: String, to copy: String) throws {
        for suffix in ["", "-wal", "-shm"] {
            if FileManager.default.fileExists(atPath: copy + suffix) {
                try FileManager.default.removeItem(atPath: copy + suffix)
            }
        }
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
    }
}
