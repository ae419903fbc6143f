// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import GRDB
import SQLiteStore
import Testing

/// A call from its first event to its last, in the batches in which a journal would store them.
struct CallLife {
    let id = CallID("CA00000000000000000000000000000001")
    let batches: [[CallEvent]]

    var events: [CallEvent] { self.batches.flatMap(\.self) }

    init() {
        var script = CallEvents("CA00000000000000000000000000000001")
        self.batches = [
            [script.received()],
            [
                script.event(
                    .streamStarted(stream: "MZ1", resumed: false, recogniser: "offline", synthesiser: "offline")
                ), script.spoken("hello"),
            ],
            [script.spoken(String(repeating: "when are you open ", count: 400))],
            [script.event(.digit("1", at: .zero)), script.event(.nextDecided(.hangUp))],
            [script.event(.streamEnded(.agentHungUp)), script.event(.status(.completed, duration: 9, sequence: 1))],
        ]
    }

    /// Fails unless the file is whole, holds every event that was acknowledged, and of the others whole batches in order.
    func verify(_ path: String, holds acknowledged: Int, _ what: String) async throws {
        let store = try SQLiteStore(path: path)
        let stored = try await store.events(of: self.id)
        #expect(stored.map(\.event) == Array(self.events.prefix(stored.count)), "\(what)")
        #expect(stored.count >= acknowledged, "\(what)")
        #expect(self.counts.contains(stored.count), "\(what): half a batch")
        let lines = stored.filter { $0.line != nil }.count
        #expect(try await store.call(self.id)?.lines ?? 0 == lines, "\(what)")
        try await store.close()
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            let answer = try String.fetchOne(db, sql: "PRAGMA integrity_check")
            #expect(answer == "ok", "\(what)")
            try db.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM search") == lines, "\(what)")
        }
        try queue.close()
    }

    /// How many events there are after each batch.
    private var counts: Set<Int> {
        Set(self.batches.indices.map { self.batches[...$0].joined().count }).union([0])
    }
}
