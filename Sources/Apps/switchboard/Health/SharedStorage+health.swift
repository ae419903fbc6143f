// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Resilience

extension SharedStorage {
    /// Asks the store which tables it has, and adds what delivering meets. Throws what the store throws.
    func look() async throws -> HealthFinding {
        let breaker = self.delivery.status.breaker.rawValue
        do {
            let mend = try await self.examine().mend
            return Self.finding(self.delivery.status, mend: mend)
        } catch let error as StoreError {
            return HealthFinding(.down, error.message, breaker: breaker)
        }
    }

    /// What delivering says of a store that answers.
    static func finding(_ delivery: JournalDelivery.Status, mend: String?) -> HealthFinding {
        let breaker = delivery.breaker.rawValue
        if let mend { return HealthFinding(.down, mend, breaker: breaker) }
        guard delivery.failures == 0 else {
            let error = delivery.lastError ?? "events are not taken"
            return HealthFinding(.degraded, "It answers, and events wait: \(error)", breaker: breaker)
        }
        let aside = delivery.aside > 0 ? ", \(delivery.aside) set aside" : ""
        return HealthFinding(.up, "\(delivery.backlog) events wait\(aside)", breaker: breaker)
    }
}
