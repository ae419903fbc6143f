// SPDX-License-Identifier: Apache-2.0

import Twilio

extension CallRun {
    /// `<Refer>`: sends a SIP caller elsewhere, who always goes. Twilio, "TwiML Voice: Refer".
    mutating func refer(_ node: DocumentNode) async throws(DebuggerError) -> Flow {
        let target = node.children.first { $0.name == "Sip" }?.trimmedText ?? ""
        let place = self.begin(node, target)
        guard self.call.from.hasPrefix("sip:") else {
            throw DebuggerError(13_801, "<Refer>: \(self.call.from) is no SIP caller")
        }
        guard target.hasPrefix("sip:") || target.hasPrefix("sips:") else {
            throw DebuggerError(13_802, "<Refer>: “\(target)” is no SIP address")
        }
        await self.answer()
        let flow = await self.pass(.seconds(1))
        guard case .next = flow else { return flow }
        self.result.verbs[place].outcome = "success"
        guard let action = node.attributes["action"] else { return .next }
        let parameters: FormParameters = [
            "ReferCallStatus": "completed", "ReferSipResponseCode": "202", "NotifySipResponseCode": "200",
        ]
        return .document(try self.next(action, method: node.attributes["method"], parameters: parameters))
    }

    /// `<Echo>`: until the caller has heard enough.
    mutating func echo(_ node: DocumentNode) async -> Flow {
        self.begin(node, "")
        await self.answer()
        return await self.pass(self.remaining.time, with: Echo())
    }

    /// `<Leave>`: out of the queue; elsewhere like hanging up.
    mutating func leave(_ node: DocumentNode) async -> Flow {
        self.begin(node, "")
        guard self.stage != .queueWait else { return .left }
        await self.answer()
        return .end(.serverHungUp)
    }
}
