// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization

/// A carrier that can be named only when the gateway runs: it must know the gateway's port.
final class LateCarrier: CallCarrier {
    private let carrier = Mutex<(any CallCarrier)?>(nil)

    func become(_ carrier: any CallCarrier) {
        self.carrier.withLock { $0 = carrier }
    }

    private func real() throws(CarrierError) -> any CallCarrier {
        guard let carrier = self.carrier.withLock({ $0 }) else { throw CarrierError(.unavailable, "Not there yet.") }
        return carrier
    }

    func dial(_ call: OutboundCall) async throws(CarrierError) -> CallID { try await self.real().dial(call) }

    func hangUp(_ call: CallID) async throws(CarrierError) { try await self.real().hangUp(call) }

    func redirect(_ call: CallID, to url: String) async throws(CarrierError) {
        try await self.real().redirect(call, to: url)
    }

    func report(on call: CallID) async throws(CarrierError) -> CarrierReport? {
        try await self.real().report(on: call)
    }
}
