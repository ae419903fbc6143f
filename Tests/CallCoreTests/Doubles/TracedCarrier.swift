// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting

/// A scripted carrier that notes within which spans it is asked about calls.
struct TracedCarrier: CallCarrier {
    let base: ScriptedCarrier
    let spans: SpanNotes

    func dial(_ call: OutboundCall) async throws(CarrierError) -> CallID { try await self.base.dial(call) }

    func hangUp(_ call: CallID) async throws(CarrierError) { try await self.base.hangUp(call) }

    func redirect(_ call: CallID, to url: String) async throws(CarrierError) {
        try await self.base.redirect(call, to: url)
    }

    func report(on call: CallID) async throws(CarrierError) -> CarrierReport? {
        self.spans.note()
        return try await self.base.report(on: call)
    }
}
