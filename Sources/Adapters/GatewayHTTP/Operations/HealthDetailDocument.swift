// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How the process is doing and everything it depends on, as operators see it.
struct HealthDetailDocument: Encodable {
    struct Loops: Encodable {
        let p50Seconds: Double
        let p99Seconds: Double
        let maxSeconds: Double
        let hanging: Int

        init(_ lag: LoopLag, hanging: Int) {
            self.p50Seconds = lag.median.shownSeconds
            self.p99Seconds = lag.p99.shownSeconds
            self.maxSeconds = lag.longest.shownSeconds
            self.hanging = hanging
        }
    }

    struct Memory: Encodable {
        let residentBytes: Int
        /// Of the control group; not there without one.
        let limitBytes: Int?
    }

    struct Failure: Encodable {
        let message: String
        let time: String
    }

    struct Dependency: Encodable {
        let name: String
        let state: String
        let needed: Bool
        let detail: String?
        let breaker: String?
        let latencySeconds: Double?
        let since: String?
        let checkedAt: String?
        let consecutiveFailures: Int
        let lastError: Failure?

        init(_ health: DependencyHealth) {
            self.name = health.name
            self.state = health.state.rawValue
            self.needed = health.isNeeded
            self.detail = health.detail.isEmpty ? nil : health.detail
            self.breaker = health.breaker
            self.latencySeconds = health.latency?.shownSeconds
            self.since = health.since.map(Timestamp.text)
            self.checkedAt = health.checkedAt.map(Timestamp.text)
            self.consecutiveFailures = health.failures
            self.lastError = health.lastFailure.map {
                Failure(message: $0.message, time: Timestamp.text($0.time))
            }
        }
    }

    /// `up`, `degraded`, `down`; `unknown` before everything needed was looked at.
    let status: String
    let ready: Bool
    let reasons: [ReadinessReason]
    let version: String
    let startedAt: String
    let uptimeSeconds: Double
    let calls: HealthDocument.Calls
    let recogniser: HealthDocument.Engine
    let synthesiser: HealthDocument.Engine
    let journal: HealthDocument.Journal
    let store: HealthDocument.Store?
    let eventLoops: Loops?
    let memory: Memory?
    let dependencies: [Dependency]

    init(
        _ health: HealthDocument,
        _ report: HealthReport,
        _ readiness: Readiness,
        _ sources: HealthSources,
        since: Date
    ) {
        self.status = report.state.rawValue
        self.ready = readiness.reasons.isEmpty
        self.reasons = readiness.reasons
        self.version = health.version
        self.startedAt = Timestamp.text(since)
        self.uptimeSeconds = health.uptimeSeconds
        self.calls = health.calls
        self.recogniser = health.recogniser
        self.synthesiser = health.synthesiser
        self.journal = health.journal
        self.store = health.store
        self.eventLoops = sources.loops().map { Loops($0.lag, hanging: $0.hanging) }
        self.memory = sources.memory().map { Memory(residentBytes: $0.resident, limitBytes: $0.limit) }
        self.dependencies = report.dependencies.map(Dependency.init)
    }
}

extension Duration {
    /// Seconds to the microsecond, so that no rounding of binary fractions shows.
    fileprivate var shownSeconds: Double { (self / .microseconds(1)).rounded() / 1_000_000 }
}
