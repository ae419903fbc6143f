// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WebSockets

extension RefusalLog {
    /// Tells of what the HTTP edge has refused before any route saw it.
    func tell(_ refusal: HTTPEdgeRefusal, to logger: Logger) {
        guard let mend = refusal.reason.mend else { return }
        self.tell("request refused", refusal.reason.rawValue, to: logger) {
            var facts: Logger.Metadata = [
                "refusal.mend": "\(mend)", "client.address": "\(refusal.remoteAddress?.ipAddress ?? "unknown")",
            ]
            facts["http.status"] = refusal.status.map { .stringConvertible($0) }
            return facts
        }
    }

    /// Tells of a request that a route has refused, unless that has been told where it was refused.
    func tell(_ problem: Problem, route: String, _ context: GatewayContext) {
        guard let mend = problem.mend else { return }
        self.tell("request refused", problem.reason, to: context.logger) {
            [
                "refusal.mend": "\(mend)", "http.route": "\(route)",
                "http.status": .stringConvertible(problem.status.code),
                "client.address": "\(context.remoteAddress?.ipAddress ?? "unknown")",
            ]
        }
    }
}
