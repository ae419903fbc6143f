// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import InMemoryLogging
import Logging
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct HealthMonitorTests {
    private struct Broken: Error, CustomStringConvertible {
        let description = "refused by postgres://me:hidden@db/x with s3cr3t"
    }

    private let clock = ManualClock()
    private let logs = InMemoryLogHandler()

    private func monitor(_ checks: HealthCheck...) -> HealthMonitor {
        HealthMonitor(
            checks,
            clock: self.clock,
            redact: { $0.replacing("s3cr3t", with: "[redacted]") },
            logger: Logger(label: "test") { _ in self.logs }
        )
    }

    /// Runs the monitor beside a test; ends when both have.
    private func running(_ monitor: HealthMonitor, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await monitor.run() }
            try await body()
            group.cancelAll()
        }
    }

    @Test func looksAgainAndAgainAtItsPace() async throws {
        let looks = Counting()
        let monitor = self.monitor(
            HealthCheck("disk", isNeeded: true) { HealthFinding(.up, "look \(looks.next())") }
        )
        #expect(!monitor.report.isComplete)
        try await self.running(monitor) {
            for number in 1...5 {
                await self.until { monitor.report.dependencies[0].detail == "look \(number)" }
                await self.untilOneSleeps()
                self.clock.advance(by: .seconds(2))
            }
        }
        #expect(monitor.report.state == .up)
    }

    /// The look's own deadline is cancelled when it ends; then only the pause sleeps.
    private func untilOneSleeps() async {
        await self.until { self.clock.sleeperCount == 1 }
    }

    @Test func aLookThatHangsIsLateAndNoneBeginsBeside() async throws {
        let look = HangingLook()
        let monitor = self.monitor(HealthCheck("store", isNeeded: true, patience: 1) { await look.look() })
        try await self.running(monitor) {
            await self.clock.waitForSleepers(1)
            self.clock.advance(by: .seconds(2))
            await self.clock.waitForSleepers(1)
            #expect(monitor.report.dependencies[0].state == .down, "it was never seen well")
            #expect(monitor.report.dependencies[0].latency == .seconds(2))
            for _ in 0..<3 {
                self.clock.advance(by: .seconds(2))
                await self.clock.waitForSleepers(1)
            }
            #expect(monitor.report.dependencies[0].failures == 4)
            #expect(look.begun == 1 && look.most == 1)
            look.answer(HealthFinding(.up))
            // The clock goes on in small steps: the pause begins at a moment that nothing tells.
            await self.until {
                #expect(monitor.report.dependencies[0].state == .down, "what came too late says nothing")
                self.clock.advance(by: .milliseconds(100))
                return look.begun == 2
            }
            look.answer(HealthFinding(.up))
            await self.until { monitor.report.dependencies[0].state == .up }
        }
        #expect(look.most == 1)
    }

    /// The monitor's tasks run beside; there is no event of theirs to wait for but what they leave behind.
    private func until(_ holds: () -> Bool) async {
        while !holds() {
            // A real pause, so that waiting takes no time from those who are waited for.
            try? await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test func oneThatHangsDelaysNoOther() async throws {
        let look = HangingLook()
        let monitor = self.monitor(
            HealthCheck("store", isNeeded: false) { await look.look() },
            HealthCheck("disk", isNeeded: true) { HealthFinding(.up) }
        )
        try await self.running(monitor) {
            await self.until { monitor.report.isComplete }
            #expect(monitor.report.dependencies.map(\.state) == [.unknown, .up])
        }
    }

    @Test func endsAlthoughALookHangs() async throws {
        let look = HangingLook()
        let monitor = self.monitor(HealthCheck("store", isNeeded: true) { await look.look() })
        try await self.running(monitor) { await self.until { look.begun == 1 } }
        #expect(monitor.report.dependencies[0].state == .unknown)
        look.answer(HealthFinding(.up))
    }

    @Test func showsAndLogsWhyWithoutSecrets() async throws {
        let monitor = self.monitor(HealthCheck("store", isNeeded: true) { throw Broken() })
        try await self.running(monitor) {
            await self.until { monitor.report.isComplete }
            #expect(monitor.report.dependencies[0].lastFailure?.message == "refused by [address] with [redacted]")
            await self.until { !self.logs.entries.isEmpty }
        }
        let lines = self.logs.entries.filter { "\($0.message)" == "dependency is not well" }
        #expect(lines.count == 1 && lines.first?.level == .error)
        let text = lines.map { "\($0.metadata)" }.joined()
        #expect(text.contains("store") && !text.contains("hidden") && !text.contains("s3cr3t"))
    }

    @Test func saysAChangeOnceAndTheReturnOnce() async throws {
        let finding = Mutex(HealthFinding(.up))
        let monitor = self.monitor(HealthCheck("disk", isNeeded: true) { finding.withLock(\.self) })
        try await self.running(monitor) {
            for state in [DependencyState.up, .down, .down, .up, .up] {
                let before = monitor.report.dependencies[0].checkedAt
                finding.withLock { $0.state = state }
                if before != nil { self.clock.advance(by: .seconds(2)) }
                await self.until { monitor.report.dependencies[0].checkedAt != before }
                await self.untilOneSleeps()
            }
        }
        #expect(self.logs.entries.map { "\($0.message)" } == ["dependency is not well", "dependency is well again"])
    }
}
