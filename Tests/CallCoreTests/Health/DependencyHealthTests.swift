// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CallCore

struct DependencyHealthTests {
    private static let start = Date(timeIntervalSince1970: 1_000)

    private var health = DependencyHealth("store", isNeeded: true, patience: 1)
    private var time = Self.start

    private mutating func note(_ outcome: HealthOutcome) -> DependencyState? {
        defer { self.time += 2 }
        return self.health.note(outcome, after: .milliseconds(3), at: self.time)
    }

    @Test func knowsNothingBeforeTheFirstLook() {
        #expect(self.health.state == .unknown && self.health.since == nil && !self.health.isKnown)
    }

    @Test mutating func aSingleFailureIsShownAndNotTakenForTheEnd() {
        _ = self.note(.found(HealthFinding(.up)))
        #expect(self.note(.failed("reset")) == .up)
        #expect(self.health.state == .degraded && self.health.failures == 1)
        #expect(self.note(.found(HealthFinding(.up))) == .degraded)
        #expect(self.health.state == .up && self.health.failures == 0)
        #expect(self.health.lastFailure?.message == "reset", "kept for whoever asks later")
        #expect(self.health.lastFailure?.time == Self.start + 2)
    }

    @Test mutating func theSecondFailureInARowIsTheEnd() {
        _ = self.note(.found(HealthFinding(.up)))
        _ = self.note(.late)
        #expect(self.note(.failed("refused")) == .degraded)
        #expect(self.health.state == .down && self.health.since == Self.start + 4)
        #expect(self.note(.failed("refused")) == nil)
        #expect(self.health.since == Self.start + 4 && self.health.checkedAt == Self.start + 6)
        #expect(self.health.failures == 3)
    }

    @Test mutating func whatWasNeverSeenWellIsDownAtOnce() {
        #expect(self.note(.failed("refused")) == .unknown)
        #expect(self.health.state == .down)
    }

    @Test mutating func whatIsCertainIsNotSoftened() {
        self.health = DependencyHealth("disk", isNeeded: true)
        _ = self.note(.found(HealthFinding(.up, "9 MiB free")))
        _ = self.note(.found(HealthFinding(.down, "0 MiB free")))
        #expect(self.health.state == .down && self.health.detail == "0 MiB free")
    }

    @Test mutating func whatIsDownComesBackAtOnce() {
        _ = self.note(.failed("refused"))
        #expect(self.note(.found(HealthFinding(.degraded, breaker: "half_open"))) == .down)
        #expect(self.health.state == .degraded && self.health.breaker == "half_open" && self.health.failures == 0)
    }

    @Test func onlyWhatIsNeededTakesTheServerDown() {
        var needed = DependencyHealth("journal", isNeeded: true)
        var spare = DependencyHealth("twilio", isNeeded: false)
        #expect(HealthReport(dependencies: [needed, spare]).state == .unknown)
        _ = needed.note(.found(HealthFinding(.up)), after: .zero, at: self.time)
        #expect(HealthReport(dependencies: [needed, spare]).isComplete, "what is not needed is not waited for")
        _ = spare.note(.failed("x"), after: .zero, at: self.time)
        let report = HealthReport(dependencies: [needed, spare])
        #expect(report.state == .degraded && report.missing.isEmpty)
        _ = needed.note(.late, after: .zero, at: self.time)
        #expect(HealthReport(dependencies: [needed, spare]).state == .down)
    }
}
