// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SQLiteStore
import Testing

/// What of the journal is still to be delivered to a store that servers share.
@Suite struct OutboxTests {
    private func withStore(_ body: (SQLiteStore, String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path("calls.db")
            let store = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
            try await body(store, path)
            try await store.close()
        }
    }

    @Test func givesEventsInTheOrderInWhichTheyWereStored() async throws {
        try await self.withStore { store, _ in
            let (one, two) = (CallEvents.going("CA1"), CallEvents.finished("CA2"))
            _ = try await store.append(one)
            _ = try await store.append(two)
            let entries = try await store.undelivered(atMost: 100, bytes: .max)
            #expect(entries.map(\.event) == one + two)
            #expect(entries.map(\.position) == [1, 2, 3, 4, 5])
            #expect(try await store.undelivered(atMost: 2, bytes: .max) == Array(entries.prefix(2)))
            #expect(try await store.undelivered(atMost: 0, bytes: .max) == [])
            #expect(try await store.undelivered(atMost: -1, bytes: .max) == [])
        }
    }

    @Test func boundsABatchByItsBytesButGivesOneAtLeast() async throws {
        try await self.withStore { store, _ in
            let lines = (1...10).map { String(repeating: "\($0) ", count: 2_000) }
            _ = try await store.append(CallEvents.going("CA1", lines: lines))
            #expect(try await store.undelivered(atMost: 100, bytes: 1).count == 1)
            #expect(try await store.undelivered(atMost: 100, bytes: 0).count == 1)
            let some = try await store.undelivered(atMost: 100, bytes: 20_000)
            #expect((3...7).contains(some.count))
            #expect(try await store.undelivered(atMost: 100, bytes: .max).count == 11)
        }
    }

    @Test func remembersWhatIsDeliveredAndNeverGoesBack() async throws {
        try await self.withStore { store, path in
            _ = try await store.append(CallEvents.finished("CA1"))
            try await store.delivered(through: 2)
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [3])
            try await store.delivered(through: 1)
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [3])
            let again = try SQLiteStore(path: path)
            #expect(try await again.undelivered(atMost: 100, bytes: .max).map(\.position) == [3])
            try await again.close()
        }
    }

    @Test func doesNotTakeLaterEventsForDelivered() async throws {
        try await self.withStore { store, _ in
            _ = try await store.append(CallEvents.finished("CA1"))
            try await store.delivered(through: 1_000)
            #expect(try await store.undelivered(atMost: 100, bytes: .max) == [])
            _ = try await store.append(CallEvents.going("CA2"))
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [4, 5])
        }
    }

    @Test func neverGivesAPositionTwice() async throws {
        try await self.withStore { store, _ in
            _ = try await store.append(CallEvents.finished("CA1"))
            try await store.delivered(through: 3)
            #expect(try await store.erase(.call(CallID("CA1")), limit: 1) == 1)
            let next = CallEvents.finished("CA2")
            _ = try await store.append(next)
            let entries = try await store.undelivered(atMost: 100, bytes: .max)
            #expect(entries.map(\.position) == [4, 5, 6])
            #expect(entries.map(\.event) == next)
        }
    }

    @Test func setsAsideWhatIsRefusedAndGoesOnWithTheRest() async throws {
        try await self.withStore { store, path in
            let events = CallEvents.finished("CA1", lines: ["a", "b", "c"])
            _ = try await store.append(events)
            let time = Date(timeIntervalSince1970: 1_700_000_500.25)
            try await store.setAside([2, 4], because: "value too long", at: time)
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [1, 3, 5])
            try await store.delivered(through: 5)
            #expect(try await store.undelivered(atMost: 100, bytes: .max) == [])
            let refusal = OutboxRefusal(
                entry: OutboxEntry(position: 2, event: events[1]),
                reason: "value too long",
                time: time
            )
            #expect(try await store.aside(atMost: 1) == [refusal])
            let again = try SQLiteStore(path: path)
            #expect(try await again.aside(atMost: 100).map(\.entry.position) == [2, 4])
            try await again.close()
        }
    }

    @Test func takesBackWhatWasSetAside() async throws {
        try await self.withStore { store, _ in
            _ = try await store.append(CallEvents.finished("CA1", lines: ["a", "b", "c"]))
            try await store.setAside([2, 4], because: "no", at: Date())
            try await store.delivered(through: 3)
            #expect(try await store.takeBack() == 2)
            #expect(try await store.aside(atMost: 100) == [])
            #expect(try await store.takeBack() == 0)
            // What stands before the mark comes first, by itself.
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [2])
            #expect(try await store.backlog().events == 3)
            // Refused again.
            try await store.setAside([2], because: "still no", at: Date())
            #expect(try await store.undelivered(atMost: 100, bytes: .max).map(\.position) == [4, 5])
            try await store.delivered(through: 5)
            #expect(try await store.aside(atMost: 100).map(\.reason) == ["still no"])
            #expect(try await store.takeBack() == 1)
            try await store.delivered(through: 2)
            #expect(try await store.undelivered(atMost: 100, bytes: .max) == [])
            #expect(try await store.backlog().events == 0)
        }
    }

    @Test func setsNothingAsideThatIsNotThere() async throws {
        try await self.withStore { store, _ in
            _ = try await store.append(CallEvents.finished("CA1"))
            try await store.setAside([0, -1, 99, .max], because: "no", at: Date())
            #expect(try await store.aside(atMost: 100) == [])
        }
    }

    @Test func givesWhatOneCallStillHasToDeliver() async throws {
        try await self.withStore { store, _ in
            let (one, two) = (CallEvents.finished("CA1", lines: ["a", "b"]), CallEvents.going("CA2"))
            _ = try await store.append(one + two)
            #expect(try await store.undelivered(of: CallID("CA1")) == one)
            try await store.setAside([2], because: "no", at: Date())
            try await store.delivered(through: 3)
            #expect(try await store.undelivered(of: CallID("CA1")) == [one[1], one[3]])
            #expect(try await store.undelivered(of: CallID("CA2")) == two)
            #expect(try await store.undelivered(of: CallID("CA3")) == [])
        }
    }

    @Test func tellsTheBacklogInFigures() async throws {
        try await self.withStore { store, _ in
            #expect(try await store.backlog().events == 0)
            #expect(try await store.backlog().oldest == nil)
            var script = CallEvents("CA1")
            var received = script.received()
            received.time = Date(timeIntervalSince1970: 1_700_000_001)
            _ = try await store.append([received, script.spoken("a"), script.spoken("b")])
            let full = try await store.backlog()
            #expect(full.events == 3)
            #expect(full.oldest == received.time)
            #expect(full.aside == 0)
            #expect(full.bytes > 50_000)
            try await store.setAside([1], because: "no", at: Date())
            #expect(try await store.backlog().events == 2)
            #expect(try await store.backlog().aside == 1)
            try await store.delivered(through: 2)
            #expect(try await store.backlog().events == 1)
            try await store.delivered(through: 3)
            #expect(try await store.backlog().events == 0)
            #expect(try await store.backlog().oldest == nil)
            #expect(try await store.backlog().aside == 1)
        }
    }

    /// The figure is kept up by differences; it must be the same as a count after whatever happens in between.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func countsTheBacklogRightWhateverHappens(_ seed: UInt64) async throws {
        try await self.withStore { store, path in
            var generator = Generator(state: seed)
            var next = 0
            for _ in 1...120 {
                switch generator.next() % 6 {
                case 0, 1, 2:
                    next += 1
                    _ = try await store.append(CallEvents.finished("CA\(next)"))
                case 3:
                    let waiting = try await store.undelivered(atMost: 5, bytes: .max)
                    if let last = waiting.last { try await store.delivered(through: last.position) }
                case 4:
                    let waiting = try await store.undelivered(atMost: 4, bytes: .max)
                    try await store.setAside(waiting.suffix(1).map(\.position), because: "no", at: Date())
                    if generator.next().isMultiple(of: 3) { _ = try await store.takeBack() }
                default:
                    if generator.next().isMultiple(of: 2) {
                        _ = try await store.trim(olderThan: .distantFuture, beyond: .max)
                    } else {
                        let name = "CA\(generator.next() % UInt64(next + 1))"
                        _ = try await store.erase(.call(CallID(name)), limit: 1)
                    }
                }
                let known = try await store.backlog()
                // A store that was just opened has nothing to go by and counts.
                let fresh = try SQLiteStore(SQLiteStoreConfiguration(path: path, durability: .normal))
                let counted = try await fresh.backlog()
                try await fresh.close()
                #expect(known.events == counted.events)
                #expect(known.aside == counted.aside)
                #expect(known.oldest == counted.oldest)
            }
        }
    }
}
