// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Twilio

@testable import GatewayHTTP

extension TestGateway.Setup {
    /// Lets the gateway make and move calls.
    mutating func mayCall(_ carrier: any CallCarrier) {
        self.carrier = carrier
        self.gateway.calling.callerNumbers = ["+15005550006", "+15005550007"]
        self.gateway.calling.destinations = ["+1", "-+1900", "client:", "sip:"]
    }
}

extension TestGateway {
    /// Posts JSON as an operator on this machine does.
    func order(
        _ target: String,
        _ json: String = "{}",
        headers: [(String, String)] = []
    ) async throws -> RawHTTP.Answer {
        try await RawHTTP.request(
            "POST",
            target,
            port: self.port,
            headers: [("Content-Type", "application/json")] + headers,
            body: Array(json.utf8)
        )
    }

    /// A call that has reached us, with events of its own.
    func receive(_ steps: [CallEvent.Kind] = [], plan: CallPlan? = nil) async throws -> CallSID {
        let call = CallSID.random()
        let id = CallID(call.description)
        let info = CallInfo(
            id: id,
            account: Self.account,
            direction: plan == nil ? .inbound : .outbound,
            from: "+15005550006",
            to: "+15005550001",
            receivedAt: self.journal.now,
            plan: plan
        )
        var received = self.journal.event(.received(info), in: id)
        received.id = EventID(naming: "received", id.rawValue)
        _ = try await self.journal.append(received)
        for step in steps { _ = try await self.journal.append(self.journal.event(step, in: id)) }
        return call
    }

    func record(_ call: CallSID) async throws -> CallRecord? {
        await self.journal.flush()
        return try await self.store.call(CallID(call.description))
    }

    func kinds(_ call: CallSID) async throws -> [CallEvent.Kind] {
        await self.journal.flush()
        return try await self.store.events(of: CallID(call.description)).map(\.event.kind)
    }

    static let stream = CallEvent.Kind.streamStarted(
        stream: "MZ1",
        resumed: false,
        recogniser: "scripted",
        synthesiser: "tone"
    )
}
