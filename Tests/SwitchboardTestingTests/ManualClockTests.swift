// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

struct ManualClockTests {
    private let clock = ManualClock()

    @Test func standsStillUntilItIsMoved() {
        let begin = self.clock.now
        #expect(begin.duration(to: self.clock.now) == .zero)
        self.clock.advance(by: .seconds(3))
        #expect(begin.duration(to: self.clock.now) == .seconds(3))
    }

    @Test func wakesSleepersWhenTheirTimeHasComeAndNotBefore() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for seconds in [3, 1, 2] {
                group.addTask { [clock = self.clock] in
                    try await clock.sleep(for: .seconds(seconds))
                    return seconds
                }
            }
            await self.clock.waitForSleepers(3)
            self.clock.advance(by: .milliseconds(999))
            #expect(self.clock.sleeperCount == 3)
            self.clock.advance(by: .milliseconds(1))
            #expect(try await group.next() == 1)
            #expect(self.clock.sleeperCount == 2)
            self.clock.advance(by: .seconds(10))
            let rest = try await group.reduce(into: Set()) { $0.insert($1) }
            #expect(rest == [2, 3])
        }
        #expect(self.clock.sleeperCount == 0)
    }

    @Test func aDeadlineInThePastDoesNotSleep() async throws {
        self.clock.advance(by: .seconds(5))
        try await self.clock.sleep(until: ManualClock.Instant(sinceStart: .seconds(5)))
        try await self.clock.sleep(for: .zero)
    }

    @Test func cancellationWakes() async {
        let clock = self.clock
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.waitForSleepers(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test func aTaskThatWasCancelledBeforeDoesNotSleep() async {
        let clock = self.clock
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(1))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
