// SPDX-License-Identifier: Apache-2.0

import Foundation
import InMemoryLogging
import Logging
import SwitchboardTesting
import Testing

@testable import CallCore

/// Erasing by age, in virtual time.
@Suite(.timeLimit(.minutes(1)))
struct RetentionTests {
    /// 2026-11-23 00:30 UTC.
    private static let start = Date(timeIntervalSince1970: 1_795_393_800)
    private static let day = Duration.seconds(86_400)

    /// Counts what it is asked and fails as often as it is told.
    private actor Eraser: CallErasing {
        private let store: any CallErasing
        private(set) var limits: [Int] = []
        private var failures: Int

        init(_ store: any CallErasing, failing failures: Int = 0) {
            self.store = store
            self.failures = failures
        }

        func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
            self.limits.append(limit)
            if self.failures > 0 {
                self.failures -= 1
                throw StoreError(.unavailable, "away")
            }
            return try await self.store.erase(selection, limit: limit)
        }
    }

    private struct Stage {
        let clock = ManualClock()
        let logs = InMemoryLogHandler()

        var wallClock: @Sendable () -> Date {
            { [clock] in RetentionTests.start.addingTimeInterval(clock.now.sinceStart / .seconds(1)) }
        }

        var logger: Logger { Logger(label: "test") { [logs] _ in logs } }

        func retention(_ eraser: any CallErasing, days: Int = 30, chance: Double = 0.5) -> Retention {
            var configuration = Retention.Configuration(days: days)
            configuration.batch = 10
            return Retention(
                configuration,
                eraser: eraser,
                clock: self.clock,
                wallClock: self.wallClock,
                chance: { chance },
                logger: self.logger
            )
        }

        /// Moves on from sleep to sleep until a run has been reported.
        func run(until lines: Int, sleepers: Int = 1) async {
            while self.logs.entries.count < lines {
                await self.clock.waitForSleepers(sleepers)
                self.clock.advance(by: .seconds(60))
                await Task.yield()
            }
        }
    }

    /// Calls of every age from 0 days on, all over but the oldest.
    private static func store(calls: Int) async throws -> InMemoryCallStore {
        let store = InMemoryCallStore()
        for age in 0..<calls {
            let id = CallID("CA\(age)")
            let time = Self.start.addingTimeInterval(Double(-age) * 86_400)
            let info = CallInfo(
                id: id,
                account: "AC",
                direction: .inbound,
                from: "+12025550100",
                to: "+12025550101",
                receivedAt: time
            )
            var events = [CallEvent(id: EventID(rawValue: "\(age)-1"), call: id, time: time, kind: .received(info))]
            if age < calls - 1 {
                let kind = CallEvent.Kind.status(.completed, duration: 1, sequence: nil)
                events.append(CallEvent(id: EventID(rawValue: "\(age)-2"), call: id, time: time, kind: kind))
            }
            _ = try await store.append(events)
        }
        return store
    }

    private static func left(_ store: InMemoryCallStore) async throws -> Int {
        try await store.calls(CallQuery(limit: 500)).calls.count
    }

    @Test func erasesWhatIsTooOldInSmallBatchesAndSaysHowMuch() async throws {
        let store = try await Self.store(calls: 66)
        let eraser = Eraser(store)
        let stage = Stage()
        let retention = stage.retention(eraser)
        let left = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await retention.run() }
            await stage.run(until: 1)
            let first = try await Self.left(store)
            let asked = await eraser.limits
            #expect(asked == [10, 10, 10, 10, 10])
            await stage.run(until: 2)
            group.cancelAll()
            return [first, try await Self.left(store)]
        }
        // Received before half past three thirty days ago: the ages 30 (00:30) to 64; 65 goes on and stays.
        // The next day another call has come of age.
        #expect(left == [31, 30])
        let line = try #require(stage.logs.entries.first)
        #expect("\(line.message)" == "calls beyond retention erased")
        #expect(line.metadata["erased"] == "35" && line.metadata["days"] == "30")
        #expect(stage.logs.entries[1].metadata["erased"] == "1")
    }

    @Test func nothingHappensBeforeItsHour() async throws {
        let store = try await Self.store(calls: 40)
        let stage = Stage()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await stage.retention(store, chance: 0).run() }
            // From 00:30 to 02:59.
            for _ in 0..<149 {
                await stage.clock.waitForSleepers(1)
                stage.clock.advance(by: .seconds(60))
            }
            await stage.clock.waitForSleepers(1)
            let before = try await Self.left(store)
            #expect(before == 40)
            stage.clock.advance(by: .seconds(60))
            await stage.run(until: 1)
            group.cancelAll()
        }
    }

    @Test func severalServersShareTheWork() async throws {
        let store = try await Self.store(calls: 120)
        let stage = Stage()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { await stage.retention(store).run() } }
            await stage.run(until: 3, sleepers: 3)
            group.cancelAll()
        }
        #expect(try await Self.left(store) == 31)
        let erased = stage.logs.entries.compactMap { $0.metadata["erased"].flatMap { Int("\($0)") } }
        #expect(erased.count == 3 && erased.reduce(0, +) == 89)
    }

    @Test func aStoreThatIsAwayIsAskedAgain() async throws {
        let store = try await Self.store(calls: 40)
        let stage = Stage()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await stage.retention(Eraser(store, failing: 5)).run() }
            await stage.run(until: 1)
            group.cancelAll()
        }
        #expect(try await Self.left(store) == 31)
        #expect(stage.logs.entries.first?.level == .info)
    }

    @Test func aStoreThatStaysAwayIsLeftForTheNextDay() async throws {
        let store = try await Self.store(calls: 40)
        let eraser = Eraser(store, failing: 6)
        let stage = Stage()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await stage.retention(eraser).run() }
            await stage.run(until: 1)
            #expect(stage.logs.entries.first?.level == .warning)
            let asked = await eraser.limits
            #expect(asked.count == 6)
            await stage.run(until: 2)
            group.cancelAll()
        }
        #expect(try await Self.left(store) == 30)
    }

    @Test func endsWhenItIsCancelled() async throws {
        let store = try await Self.store(calls: 1)
        let stage = Stage()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await stage.retention(store).run() }
            await stage.clock.waitForSleepers(1)
            group.cancelAll()
        }
        #expect(stage.logs.entries.isEmpty)
    }

    // MARK: The moment

    private func text(_ schedule: inout RetentionSchedule, _ now: String, _ chance: Double) -> String {
        Timestamp.date(now).map { Timestamp.text(schedule.next(after: $0, chance: chance)) } ?? "none"
    }

    @Test func theMomentIsSomewhereInTheHour() {
        var schedule = RetentionSchedule(hour: 3)
        #expect(self.text(&schedule, "2026-11-23T00:30:00Z", 0.5) == "2026-11-23T03:30:00.000Z")
        #expect(self.text(&schedule, "2026-11-23T03:30:05Z", 0) == "2026-11-24T03:00:00.000Z")
        #expect(self.text(&schedule, "2026-11-24T03:00:01Z", 0.75) == "2026-11-25T03:45:00.000Z")
        // It took longer than a day.
        #expect(self.text(&schedule, "2026-11-27T05:00:00Z", 0) == "2026-11-28T03:00:00.000Z")
    }

    @Test func aServerThatStartsInTheHourUsesTheRestOfIt() {
        var schedule = RetentionSchedule(hour: 3)
        #expect(self.text(&schedule, "2026-11-23T03:40:00Z", 0.5) == "2026-11-23T03:50:00.000Z")
        #expect(self.text(&schedule, "2026-11-23T03:50:01Z", 0.5) == "2026-11-24T03:30:00.000Z")
    }
}
