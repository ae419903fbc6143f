// SPDX-License-Identifier: Apache-2.0

import Foundation
import InMemoryLogging
import Logging
import Testing

@testable import CallCore

/// R45: whatever the clock does, the order of events is the order of their times.
struct EventStampTests {
    @Test func followTheWallClockAndNeverGoBack() {
        var stamps = EventStamps()
        var given: [Int64] = []
        for wall: Int64 in [100, 100, 100, 90, 101, 200, -5, 200, 300] { given.append(stamps.next(wall)) }
        #expect(given == [100, 101, 102, 103, 104, 200, 201, 202, 300])
    }

    @Test func areLiftedAboveWhatAnotherServerWrote() {
        var stamps = EventStamps()
        let answer1 = stamps.next(1_000)
        #expect(answer1 == 1_000)
        let answer2 = stamps.witness(900, wall: 1_000)
        #expect(answer2)
        let answer3 = stamps.next(1_000)
        #expect(answer3 == 1_001)
        let answer4 = stamps.witness(5_000, wall: 1_000)
        #expect(answer4)
        let answer5 = stamps.next(1_000)
        #expect(answer5 == 5_001)
        let answer6 = stamps.next(9_000)
        #expect(answer6 == 9_000)
    }

    @Test func areLiftedAMinuteAndNoFurther() {
        var stamps = EventStamps()
        let answer7 = stamps.witness(60_001_000, wall: 1_000)
        #expect(answer7)
        let answer8 = stamps.next(1_000)
        #expect(answer8 == 60_001_001)
        let answer9 = stamps.witness(90_000_000, wall: 1_000)
        #expect(!answer9)
        let answer10 = stamps.next(1_000)
        #expect(answer10 == 60_001_002)
        let answer11 = stamps.witness(.max, wall: 1_000)
        #expect(!answer11)
        let answer12 = stamps.next(1_000)
        #expect(answer12 == 60_001_003)
    }

    @Test func surviveAbsurdClocks() {
        var stamps = EventStamps()
        let answer13 = stamps.witness(.min, wall: .min)
        #expect(answer13)
        let answer14 = stamps.next(.min)
        #expect(answer14 == .min + 1)
        let answer15 = stamps.witness(.max, wall: .max)
        #expect(answer15)
        let answer16 = stamps.next(.max)
        #expect(answer16 == .max)
        let answer17 = stamps.next(0)
        #expect(answer17 == .max)
    }

    @Test func staySortedOverRandomJumpsOfAllClocks() {
        var generator = SeededGenerator(seed: 45)
        var stamps = EventStamps()
        var wall: Int64 = 1_700_000_000_000_000
        var given: [Int64] = []
        for _ in 0..<10_000 {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: wall += 3_600_000_000
            case 1: wall -= 3_600_000_000
            case 2: _ = stamps.witness(wall + .random(in: -100_000_000...100_000_000, using: &generator), wall: wall)
            default: wall += .random(in: 0...20, using: &generator)
            }
            given.append(stamps.next(wall))
        }
        #expect(zip(given, given.dropFirst()).allSatisfy { $0 < $1 })
    }

    // MARK: The journal's

    private func journal(at time: SettableClock, _ logs: InMemoryLogHandler = InMemoryLogHandler()) -> CallJournal {
        CallJournal(
            store: InMemoryCallStore(),
            wallClock: { time.now },
            logger: Logger(label: "test") { _ in logs }
        )
    }

    @Test func ofAJournalKeepTheOrderWhenTheClockIsSetBackAnHour() {
        let time = SettableClock()
        let journal = self.journal(at: time)
        let before = journal.event(.digit("1", at: .zero), in: CallID("CA1"))
        time.now -= 3_600
        let after = journal.event(.digit("2", at: .zero), in: CallID("CA1"))
        time.now += 7_200
        let later = journal.event(.digit("3", at: .zero), in: CallID("CA1"))
        #expect(before.time < after.time && after.time < later.time)
        #expect(after.time.microseconds == before.time.microseconds + 1)
        #expect(later.time == time.now)
        #expect(before.id < after.id || before.id.rawValue.prefix(13) == after.id.rawValue.prefix(13))
    }

    @Test func ofAJournalComeAfterThoseOfTheServerBefore() {
        let time = SettableClock()
        let logs = InMemoryLogHandler()
        let journal = self.journal(at: time, logs)
        let other = time.now + 2.5
        journal.witness(other)
        #expect(journal.event(.digit("1", at: .zero), in: CallID("CA1")).time > other)
        #expect(logs.entries.isEmpty)
        let absurd = time.now + 3_600
        for _ in 0..<3 { journal.witness(absurd) }
        #expect(journal.event(.digit("1", at: .zero), in: CallID("CA1")).time < absurd)
        #expect(logs.entries.count == 1)
        #expect(logs.entries.first?.metadata["ahead.seconds"] == "3600")
    }

    @Test func ofManyThreadsAreNeverTheSame() async {
        let journal = self.journal(at: SettableClock())
        let times = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<500).map { _ in
                        journal.event(.digit("1", at: .zero), in: CallID("CA1")).time.microseconds
                    }
                }
            }
            return await group.reduce(into: [[Int64]]()) { $0.append($1) }
        }
        #expect(Set(times.joined()).count == 4_000)
        for own in times { #expect(zip(own, own.dropFirst()).allSatisfy { $0 < $1 }) }
    }
}
