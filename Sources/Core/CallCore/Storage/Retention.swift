// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
public import Logging

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Erases calls of a certain age, once a day, with everything that was said in them.
///
/// ```swift
/// let retention = Retention(.init(days: 90), eraser: store, logger: logger)
/// await retention.run()   // until its task is cancelled
/// ```
/// Several servers may do it to the same store: whatever one has erased, the others do not find. Batches are small and
/// have pauses between them, so that calls that go on never wait for it. A call that goes on is never erased.
public struct Retention: Sendable {
    /// What is erased and when.
    public struct Configuration: Sendable {
        /// Calls that were received longer ago, in days, are erased; at least 1.
        public var days: Int
        /// The hour of the day, UTC, in which it is done; the moment is drawn anew every day.
        public var hour = 3
        /// Calls that are erased at once.
        public var batch = 100
        /// The pause after each batch.
        public var pause = Duration.milliseconds(250)
        /// The wait after a failure; doubles with each in a row.
        public var firstWait = Duration.seconds(30)
        /// Failures in a row after which it is left for the next day.
        public var attempts = 6

        /// The defaults, with an age in days.
        public init(days: Int) {
            self.days = max(1, days)
        }
    }

    private let configuration: Configuration
    private let eraser: any CallErasing
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Date
    private let chance: @Sendable () -> Double
    private let logger: Logger

    /// Creates the service; nothing is erased until ``run()``.
    ///
    /// `clock` times the waits, `wallClock` tells the day and the age of calls, and `chance` (0 to less than 1) the moment
    /// within the hour.
    public init(
        _ configuration: Configuration,
        eraser: any CallErasing,
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() },
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        logger: Logger
    ) {
        self.configuration = configuration
        self.eraser = eraser
        self.clock = clock
        self.wallClock = wallClock
        self.chance = chance
        self.logger = logger
    }

    /// Erases once a day until the task is cancelled; then it ends after the batch that was begun.
    public func run() async {
        var schedule = RetentionSchedule(hour: self.configuration.hour)
        while !Task.isCancelled {
            let due = schedule.next(after: self.wallClock(), chance: self.chance())
            guard await self.sleep(until: due) else { return }
            await self.erase()
        }
    }

    /// An hour at most at a time: the wall clock may be set meanwhile. `false` when the task was cancelled.
    private func sleep(until due: Date) async -> Bool {
        while true {
            let rest = due.timeIntervalSince(self.wallClock())
            guard rest > 0 else { return !Task.isCancelled }
            guard await self.wait(.seconds(min(rest, 3_600))) else { return false }
        }
    }

    private func wait(_ duration: Duration) async -> Bool {
        do {
            try await self.clock.sleep(for: duration)
            return !Task.isCancelled
        } catch {
            // A clock fails only by cancellation.
            return false
        }
    }

    /// One run: everything that is too old now.
    private func erase() async {
        let age = Double(self.configuration.days) * 86_400
        let selection = CallSelection.receivedBefore(self.wallClock().addingTimeInterval(-age))
        var erased = 0
        var failures = 0
        while !Task.isCancelled {
            do {
                let count = try await self.eraser.erase(selection, limit: max(1, self.configuration.batch))
                failures = 0
                guard count > 0 else { return self.report(erased) }
                erased += count
                CallMetrics.process.callsErased.increment(by: count)
                guard await self.wait(self.configuration.pause) else { break }
            } catch {
                failures += 1
                guard failures < self.configuration.attempts else { return self.report(erased, gaveUp: error) }
                let factor = 1 << min(failures - 1, 16)
                guard await self.wait(self.configuration.firstWait * factor) else { break }
            }
        }
        self.report(erased)
    }

    private func report(_ erased: Int, gaveUp error: (any Error)? = nil) {
        let facts: Logger.Metadata = ["erased": "\(erased)", "days": "\(self.configuration.days)"]
        guard let error else {
            CallMetrics.process.retentionRuns("complete").increment()
            return self.logger.info("calls beyond retention erased", metadata: facts)
        }
        CallMetrics.process.retentionRuns("failed").increment()
        self.logger.warning(
            "calls beyond retention are left for tomorrow: the store fails",
            metadata: facts.merging(["error": "\(error)"]) { $1 }
        )
    }
}
