// SPDX-License-Identifier: Apache-2.0

import CallCore
import Hummingbird

/// For load balancers and people in a hurry: answered from memory, whatever else is broken.
struct HealthRoutes: Sendable {
    private struct Ready: Encodable {
        let status = "ready"
    }

    /// So many failures of the store in a row are no hiccup.
    private static let failuresThatCount = 3

    let manager: CallSessionManager
    let sources: HealthSources
    let version: String
    let startedAt: ContinuousClock.Instant

    /// `GET /api/health`: 200 while the process works.
    @Sendable func health(_ request: Request, _ context: GatewayContext) -> Response {
        Answer.json(
            HealthDocument(
                version: self.version,
                uptime: .now - self.startedAt,
                manager: self.manager,
                sharedStore: self.sources.sharedStore()
            )
        )
    }

    /// `GET /api/ready`: 200 if new calls are welcome, else 503 with all reasons.
    @Sendable func ready(_ request: Request, _ context: GatewayContext) throws -> Response {
        let reasons = self.reasonsAgainst
        guard reasons.isEmpty else { throw Problem.notReady(reasons) }
        return Answer.json(Ready())
    }

    private var reasonsAgainst: [String] {
        let snapshot = self.manager.snapshot
        var reasons: [String] = []
        if snapshot.isDraining { reasons.append("draining") }
        if snapshot.isOverloaded || snapshot.live + snapshot.pending >= snapshot.limit { reasons.append("saturated") }
        if self.manager.journal.status.failures >= Self.failuresThatCount { reasons.append("store_failing") }
        if self.manager.recogniser.status.state == .down { reasons.append("recogniser_down") }
        if self.manager.synthesiser.status.state == .down { reasons.append("synthesiser_down") }
        if self.sources.sharedStore()?.state == .notMigrated { reasons.append("store_not_migrated") }
        return reasons + self.sources.reasonsAgainst()
    }
}
