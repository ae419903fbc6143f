// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience

// MARK: - What the store says

extension DeliveryMachine {
    mutating func delivered(_ group: [OutboxEntry], at now: Duration) -> Step {
        self.journalWorks()
        self.accepted(group, at: now)
        self.rest = self.rest.dropFirst(group.count)
        self.suspects = max(0, self.suspects - group.count)
        self.successesToGrow = max(0, self.successesToGrow - 1)
        if self.successesToGrow == 0 { self.groupLimit = min(max(1, self.limits.batch), self.groupLimit * 2) }
        return self.proceedGathering(at: now)
    }

    /// The store takes events: what it refuses now, it refuses for what it is.
    mutating func accepted(_ group: [OutboxEntry], at now: Duration) {
        self.doubts.accepted(group)
        self.storeAnswered()
        self.trouble = nil
    }

    mutating func refused(
        _ group: [OutboxEntry],
        _ reason: String,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        self.storeAnswered()
        guard group.count == 1 else {
            self.suspects = group.count
            return self.proceed(at: now)
        }
        let isKnown = self.chances.hasReturned(group[0].position)
        guard self.doubts.believes(refusalOf: group[0], because: reason, isKnown: isKnown) else {
            return self.tryAnother(after: reason, at: now, using: &random)
        }
        return self.perform(.setAside([group[0].position], because: reason))
    }

    /// Too many refusals in a row: an event of another call, the first that waits of it, tells whether it is the store.
    mutating func tryAnother(
        after reason: String,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        if let entry = self.doubts.candidate(in: self.rest) { return self.perform(.attempt(entry)) }
        self.doubts.halted()
        self.forget()
        self.failures = self.doubts.halts
        self.lastFailure = .refused
        let message =
            "the shared store refuses every event, so nothing more is set aside and all wait; look at its schema"
        self.note("\(message) (`switchboard migrate`) and its permissions: \(reason)", at: now)
        return self.perform(.pause(self.limits.backoff.delay(afterFailure: self.failures, using: &random)))
    }

    mutating func failed(
        _ reason: String,
        isTooLarge: Bool,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        self.failures += 1
        self.lastFailure = isTooLarge ? .late : .failed
        if isTooLarge, case .deliver(let group) = self.step {
            self.groupLimit = max(1, group.count / 2)
            self.successesToGrow = self.limits.successesToGrow
        } else {
            self.groupLimit = max(1, min(self.groupLimit, self.limits.firstBatch))
        }
        self.note(reason, at: now)
        self.attemptTime = now + self.limits.backoff.delay(afterFailure: self.failures, using: &random)
        return self.perform(.probe)
    }

    /// A store that gives no sign of life is asked for one now and then, and tried at once when it does. A sign of life
    /// of one that has given it before and fails nevertheless says nothing: it is tried when the wait is over.
    mutating func probed(
        _ isAlive: Bool,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        let isBack = isAlive && self.wasDead
        self.wasDead = !isAlive
        self.isAway = !isAlive
        if isBack { return self.proceed(at: now) }
        let left = max(.zero, self.attemptTime - now)
        guard self.isAway else { return self.perform(.pause(left)) }
        return self.perform(.pause(min(left, self.limits.probing * Double.random(in: 0.5...1, using: &random))))
    }

    mutating func waited(at now: Duration) -> Step {
        if self.isAway, now < self.attemptTime { return self.perform(.probe) }
        self.isAway = false
        return self.proceed(at: now)
    }

    mutating func storeAnswered() {
        self.failures = 0
        self.isAway = false
    }

    mutating func note(_ message: String, at now: Duration) {
        self.trouble = Trouble(message: message, since: self.trouble?.since ?? now)
    }
}

// MARK: - What the journal says

extension DeliveryMachine {
    mutating func journalFailed(
        _ reason: String,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Step {
        // What is not marked is read and delivered again; the store knows it then.
        self.forget()
        self.journalFailures += 1
        self.lastFailure = .journal
        self.note("the journal cannot be read or written: \(reason)", at: now)
        return self.perform(.pause(self.limits.backoff.delay(afterFailure: self.journalFailures, using: &random)))
    }

    mutating func journalWorks() {
        if self.journalFailures > 0, self.failures == 0 { self.trouble = nil }
        self.journalFailures = 0
    }
}
