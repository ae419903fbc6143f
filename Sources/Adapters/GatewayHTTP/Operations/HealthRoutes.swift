// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes
import Hummingbird

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// For load balancers, operators and people in a hurry: answered from memory, whatever else is broken.
struct HealthRoutes: Sendable {
    private struct Ready: Encodable {
        let status = "ready"
    }

    let manager: CallSessionManager
    let sources: HealthSources
    let version: String
    let startedAt = ContinuousClock.now
    let startTime = Date()

    /// `GET /api/health`: 200 while the process works.
    @Sendable func health(_ request: Request, _ context: GatewayContext) -> Response {
        Answer.json(self.document)
    }

    /// `GET /api/health/detailed`: everything that is known; 503 with the same document when something is down that is
    /// needed.
    @Sendable func detailed(_ request: Request, _ context: GatewayContext) -> Response {
        let report = self.sources.report() ?? HealthReport(dependencies: [])
        let readiness = Readiness(self.manager, self.sources)
        let document = HealthDetailDocument(self.document, report, readiness, self.sources, since: self.startTime)
        var response = Answer.json(document)
        if report.state == .down { response.status = .serviceUnavailable }
        return response
    }

    /// `GET /api/ready`: 200 if new calls are welcome, else 503 with all reasons.
    @Sendable func ready(_ request: Request, _ context: GatewayContext) throws -> Response {
        let reasons = Readiness(self.manager, self.sources).reasons
        guard reasons.isEmpty else { throw Problem.notReady(reasons) }
        return Answer.json(Ready())
    }

    private var document: HealthDocument {
        HealthDocument(
            version: self.version,
            uptime: .now - self.startedAt,
            manager: self.manager,
            sharedStore: self.sources.sharedStore()
        )
    }
}
