// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What is known of a dependency: a pure value that takes in one look after the other.
public struct DependencyHealth: Sendable, Hashable {
    /// Something that went wrong.
    public struct Failure: Sendable, Hashable {
        /// One sentence without secrets, addresses and telephone numbers.
        public var message: String
        /// When it was seen.
        public var time: Date
    }

    /// Its name.
    public let name: String
    /// Whether calls cannot be answered usefully without it.
    public let isNeeded: Bool
    private let patience: Int
    /// The verdict.
    public private(set) var state = DependencyState.unknown
    /// Since when the verdict holds; `nil` before the first look.
    public private(set) var since: Date?
    /// When it was last looked at; a look that is late counts too.
    public private(set) var checkedAt: Date?
    /// How long the last look took; of one that is late, how long it has taken so far.
    public private(set) var latency: Duration?
    /// What the last look that came to an end had to say.
    public private(set) var detail = ""
    /// The state of its circuit breaker at the last look; `nil` without one.
    public private(set) var breaker: String?
    /// The last failure; kept when all is well again.
    public private(set) var lastFailure: Failure?
    /// Looks in a row that failed or were late.
    public private(set) var failures = 0

    /// Nothing is known yet.
    public init(_ name: String, isNeeded: Bool, patience: Int = 0) {
        self.name = name
        self.isNeeded = isNeeded
        self.patience = patience
    }

    /// Whether a look has been made.
    var isKnown: Bool { self.checkedAt != nil }

    /// Takes in a look. Returns the state before if it is another one now.
    mutating func note(_ outcome: HealthOutcome, after latency: Duration, at time: Date) -> DependencyState? {
        let isFirst = !self.isKnown
        self.checkedAt = time
        self.latency = latency
        switch outcome {
        case .found(let finding): return self.note(finding, isFirst: isFirst, at: time)
        case .failed(let message): return self.failed(message, isFirst: isFirst, at: time)
        case .late: return self.failed("No answer in time.", isFirst: isFirst, at: time)
        }
    }

    private mutating func note(_ finding: HealthFinding, isFirst: Bool, at time: Date) -> DependencyState? {
        let detail = HealthText.clean(finding.detail)
        self.detail = detail
        self.breaker = finding.breaker
        guard finding.state == .down else {
            self.failures = 0
            return self.become(finding.state, at: time)
        }
        return self.failed(detail, isFirst: isFirst, at: time)
    }

    /// Of what was never seen well a first failure says enough.
    private mutating func failed(_ message: String, isFirst: Bool, at time: Date) -> DependencyState? {
        self.failures += 1
        self.lastFailure = Failure(message: HealthText.clean(message), time: time)
        let isCertain = isFirst || self.state == .down || self.failures > self.patience
        return self.become(isCertain ? .down : .degraded, at: time)
    }

    private mutating func become(_ state: DependencyState, at time: Date) -> DependencyState? {
        if self.since == nil { self.since = time }
        guard state != self.state else { return nil }
        defer { self.state = state }
        self.since = time
        return self.state
    }
}
