// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// The decisions of delivering a journal to the shared store: what became of the last step comes in, the next step goes
/// out. A pure value: time and randomness are handed in, so every schedule of faults can be replayed.
///
/// One step at a time is under way, and the events of a batch leave strictly from its head: order cannot break. What the
/// store refuses is halved until the single event is found, which is set aside. A store that refuses everything gets
/// nothing set aside for it: beyond ``DeliveryLimits/strikes`` refusals in a row another call is tried, and if that is
/// refused too, the store counts as unavailable until it takes something. What is set aside is tried again at the next
/// start, and once before that: the store may have been wrong, or mended.
///
/// ```swift
/// var step = machine.start()
/// while !Task.isCancelled {
///     step = machine.next(after: await perform(step), at: elapsed, using: &random)
/// }
/// ```
package struct DeliveryMachine: Sendable {
    /// What to do now.
    package enum Step: Sendable, Hashable {
        /// Take everything back that is set aside, unless it is more than this.
        case takeBack(atMost: Int)
        /// Read the next events from the journal.
        case read(atMost: Int, bytes: Int)
        /// Append them to the shared store and remember in the journal that everything up to the last one is delivered.
        case deliver([OutboxEntry])
        /// Append one event to see whether the store takes anything; nothing is remembered, it comes again in its turn.
        case attempt(OutboxEntry)
        /// Set these aside.
        case setAside([Int64], because: String)
        /// Ask the shared store for a sign of life.
        case probe
        /// Wait until there are new events, at most so long.
        case idle(atMost: Duration)
        /// Wait so long while a batch forms; a drain ends it.
        case gather(Duration)
        /// Wait so long after a failure; a drain ends it.
        case pause(Duration)
    }

    /// What became of a step.
    package enum Outcome: Sendable, Hashable {
        /// These were taken back; `nil` if they were too many.
        case tookBack([Int64]?)
        /// The next events, oldest first.
        case read([OutboxEntry])
        /// The store has them, and the journal knows.
        case delivered
        /// The store will never take them as they are.
        case refused(String)
        /// The store did not answer, or not well: it has them or not.
        case failed(String, wantsSmallerBatch: Bool)
        /// They are set aside.
        case setAside
        /// Whether the store lives.
        case probed(Bool)
        /// There are new events.
        case notified
        /// The time of a wait is over.
        case waited
        /// A wait was broken off because what is there is wanted delivered now.
        case hurried
        /// The journal failed.
        case journalFailed(String)
        /// Somebody erased calls before the step began: what was read may be gone.
        case interrupted
    }

    /// Why it does not go on, for the status.
    package struct Trouble: Sendable, Hashable {
        /// In one sentence.
        package var message: String
        /// Since when, on the machine's time.
        package var since: Duration
    }

    let limits: DeliveryLimits
    /// What was read and is not settled, oldest first.
    var rest: ArraySlice<OutboxEntry> = []
    /// So many events at the head hold one at least that is refused.
    var suspects = 0
    /// The largest group to try: small after a failure, doubled by every success.
    var groupLimit: Int
    /// After a batch that was too large: successes to come before larger ones are tried.
    var successesToGrow = 0
    /// Failures of the store in a row, and of the journal.
    var failures = 0
    var journalFailures = 0
    /// What is wrong; `nil` while all is well.
    package internal(set) var trouble: Trouble?
    /// What the last failure was, for metrics.
    var lastFailure = DeliveryMetrics.Reason.failed

    var doubts: DeliveryDoubts
    /// When the store is tried again after a failure.
    var attemptTime: Duration = .zero
    /// Not even a sign of life came.
    var isAway = false
    /// The last time it was asked for a sign of life there was none.
    var wasDead = false
    var isReadFull = false
    var chances: SecondChances
    var step: Step

    /// A machine that has done nothing yet.
    package init(_ limits: DeliveryLimits = DeliveryLimits()) {
        self.limits = limits
        self.groupLimit = max(1, min(limits.firstBatch, limits.batch))
        self.doubts = DeliveryDoubts(limits)
        self.chances = SecondChances(limits)
        self.step = .takeBack(atMost: limits.secondChances)
    }

    /// How many failures in a row: 0 while all is well.
    package var failuresInARow: Int { self.failures + self.journalFailures }

    /// The first step.
    package mutating func start() -> Step { self.step }

    /// The step after this outcome of the last one.
    package mutating func next(
        after outcome: Outcome,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        switch (self.step, outcome) {
        case (_, .interrupted):
            self.forget()
        case (_, .journalFailed(let reason)):
            return self.journalFailed(reason, at: now, using: &random)
        case (.takeBack, .tookBack(let positions)):
            self.chances.tookBack(positions)
            self.doubts.clear()
            self.journalWorks()
        case (.read, .read(let entries)):
            return self.take(entries, at: now)
        case (.deliver(let group), .delivered):
            return self.delivered(group, at: now)
        case (.deliver(let group), .refused(let reason)):
            return self.refused(group, reason, at: now, using: &random)
        case (.attempt(let entry), .delivered):
            self.accepted([entry], at: now)
        case (.attempt(let entry), .refused(let reason)):
            self.storeAnswered()
            self.doubts.tried(entry.event.call)
            return self.tryAnother(after: reason, at: now, using: &random)
        case (.deliver, .failed(let reason, let isTooLarge)), (.attempt, .failed(let reason, let isTooLarge)):
            return self.failed(reason, isTooLarge: isTooLarge, at: now, using: &random)
        case (.setAside(let positions, _), .setAside):
            self.remove(positions)
            self.chances.setAside(positions, at: now)
        case (.probe, .probed(let isAlive)):
            return self.probed(isAlive, at: now, using: &random)
        case (.idle, .notified):
            return self.perform(self.limits.gathering > .zero ? .gather(self.limits.gathering) : self.reading)
        case (.pause, .waited):
            return self.waited(at: now)
        case (.idle, _), (.gather, _), (.pause, _):
            self.isAway = false
        default:
            preconditionFailure("delivery cannot go from \(self.step) on with \(outcome)")
        }
        return self.proceed(at: now)
    }
}
