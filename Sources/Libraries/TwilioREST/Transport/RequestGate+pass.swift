// SPDX-License-Identifier: Apache-2.0

import Resilience

extension RequestGate {
    /// Does something when it is its turn. Fails with ``TwilioRESTError/Code/overloaded`` when too many wait already.
    func pass<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            try await self.enter()
        } catch is Refusal {
            throw TwilioRESTError(.overloaded, "Too many requests to Twilio wait already.")
        }
        defer { self.leave() }
        return try await work()
    }
}
