// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Whether new calls are welcome: a pure value, made of what is known from memory.
struct Readiness: Sendable {
    /// So many failures of the store in a row are no hiccup.
    private static let failuresThatCount = 3

    /// Why not, each reason once; empty if they are.
    let reasons: [ReadinessReason]

    init(_ manager: CallSessionManager, _ sources: HealthSources) {
        let snapshot = manager.snapshot
        let report = sources.report()
        var reasons: [ReadinessReason] = []
        if report?.isComplete == false { reasons.append(.starting) }
        if snapshot.isDraining { reasons.append(.draining) }
        let causes = Self.saturation(snapshot, sources.overload())
        if !causes.isEmpty { reasons.append(.saturated(causes)) }
        if manager.journal.status.failures >= Self.failuresThatCount { reasons.append(.storeFailing) }
        reasons += (report.map { $0.missing.map(\.name) } ?? Self.enginesDown(manager)).map { .down($0) }
        if sources.sharedStore()?.state == .notMigrated { reasons.append(.storeNotMigrated) }
        reasons += sources.reasonsAgainst().map { .other($0) }
        self.reasons = reasons.reduce(into: []) { known, reason in
            if !known.contains(where: { $0.reason == reason.reason }) { known.append(reason) }
        }
    }

    private static func saturation(
        _ snapshot: CallSessionManager.Snapshot,
        _ overload: Set<Overload.Reason>
    ) -> [String] {
        var causes = snapshot.live + snapshot.pending >= snapshot.limit ? ["calls"] : []
        causes += overload.map(\.rawValue).sorted()
        return causes.isEmpty && snapshot.isOverloaded ? ["load"] : causes
    }

    private static func enginesDown(_ manager: CallSessionManager) -> [String] {
        var names: [String] = []
        if manager.recogniser.status.state == .down { names.append("recogniser") }
        if manager.synthesiser.status.state == .down { names.append("synthesiser") }
        return names
    }
}
