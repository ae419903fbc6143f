// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Looks at everything a server depends on, again and again in the background, and remembers what it saw: nobody who
/// asks how the server is doing waits for a dependency.
///
/// All are looked at at once, each at its own pace, and none twice at the same time: a look that hangs is late, is
/// cancelled, counts as a failure at every interval, and is the last one until it ends.
///
/// ```swift
/// let monitor = HealthMonitor([HealthCheck("store", isNeeded: false, patience: 1) { try await probe() }], logger: logger)
/// await monitor.run()   // until it is cancelled
/// monitor.report.state  // from memory, from anywhere
/// ```
/// Counted in `switchboard_dependency_up`, `switchboard_dependency_latency_seconds` and
/// `switchboard_dependency_checks_total`; a change is logged once.
public final class HealthMonitor: Sendable {
    private let checks: [HealthCheck]
    private let metrics: [HealthMetrics]
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Date
    private let redact: @Sendable (String) -> String
    private let logger: Logger
    private let state: Mutex<[DependencyHealth]>

    /// Creates a monitor that knows nothing until ``run()``.
    ///
    /// - Parameters:
    ///   - checks: how to look; their names differ.
    ///   - clock: times the looks.
    ///   - wallClock: says when something was seen.
    ///   - redact: removes the configuration's secrets from what a dependency said.
    ///   - logger: says once what does not work and once that it works again.
    public init(
        _ checks: [HealthCheck],
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        redact: @escaping @Sendable (String) -> String = { $0 },
        logger: Logger
    ) {
        precondition(Set(checks.map(\.name)).count == checks.count, "each dependency has a name of its own")
        self.checks = checks
        self.metrics = checks.map { HealthMetrics($0.name) }
        self.clock = clock
        self.wallClock = wallClock
        self.redact = redact
        self.logger = logger
        self.state = Mutex(checks.map { DependencyHealth($0.name, isNeeded: $0.isNeeded, patience: $0.patience) })
    }

    /// What is known; from memory.
    public var report: HealthReport { HealthReport(dependencies: self.state.withLock(\.self)) }

    /// Looks until the task is cancelled; does not wait for looks that hang then.
    public func run() async {
        await withDiscardingTaskGroup { tasks in
            for index in self.checks.indices { tasks.addTask { await self.watch(index) } }
        }
    }

    private func watch(_ index: Int) async {
        repeat {
            await self.look(index)
        } while (try? await self.clock.sleep(for: self.checks[index].interval)) != nil
    }

    /// Looks once, and returns when that has ended.
    private func look(_ index: Int) async {
        let check = self.checks[index]
        let elapsed = Self.stopwatch(self.clock)
        let attempt = HealthAttempt(check.look)
        defer { attempt.cancel() }
        var limit = check.deadline
        var isLate = false
        while true {
            let finding = await attempt.finding(within: limit, self.clock)
            guard !Task.isCancelled else { return }
            if let finding {
                // What comes after its deadline says less than the next look will.
                if !isLate { self.note(self.outcome(of: finding), index, elapsed()) }
                return
            }
            isLate = true
            attempt.cancel()
            self.note(.late, index, elapsed())
            limit = check.interval
        }
    }

    private func outcome(of finding: HealthAttempt.Finding) -> HealthOutcome {
        switch finding {
        case .success(var finding):
            finding.detail = self.redact(finding.detail)
            return .found(finding)
        case .failure(let error as StoreError): return .failed(self.redact(error.message))
        case .failure(let error): return .failed(self.redact("\(error)"))
        }
    }

    private func note(_ outcome: HealthOutcome, _ index: Int, _ latency: Duration) {
        let time = self.wallClock()
        let (before, health) = self.state.withLock { state in
            (state[index].note(outcome, after: latency, at: time), state[index])
        }
        self.metrics[index].report(health, outcome.result)
        if let before { self.tell(health, before: before) }
    }

    private func tell(_ health: DependencyHealth, before: DependencyState) {
        let facts: Logger.Metadata = [
            "dependency.name": "\(health.name)", "dependency.state": "\(health.state.rawValue)",
            "dependency.before": "\(before.rawValue)", "dependency.needed": "\(health.isNeeded)",
        ]
        switch health.state {
        case .down, .degraded:
            let reason = health.failures > 0 ? health.lastFailure?.message : health.detail
            let metadata = facts.merging(["error": "\(reason ?? "")"]) { $1 }
            let level: Logger.Level = health.state == .down ? (health.isNeeded ? .error : .warning) : .notice
            self.logger.log(level: level, "dependency is not well", metadata: metadata)
        case .up where before != .unknown: self.logger.notice("dependency is well again", metadata: facts)
        case .up, .unknown: break
        }
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
