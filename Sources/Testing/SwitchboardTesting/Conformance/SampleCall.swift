// SPDX-License-Identifier: Apache-2.0

import CallCore

/// One of many calls that differ in everything that can be filtered by.
struct SampleCall {
    static let addresses = ["+12025550100", "client:anna", "sip:bob@example.com"]
    static let company = "+12025550101"
    private static let statuses: [CallStatus] = [.completed, .busy, .inProgress, .noAnswer, .ringing]
    private static let ends: [CallTermination?] = [
        .agentHungUp, .connectionLost, .internalError, .recogniserFailed, .drained, nil, nil,
    ]

    let number: Int

    var id: CallID { EventScript(self.number).call }
    var direction: CallDirection { self.number.isMultiple(of: 3) ? .outbound : .inbound }
    var other: String { Self.addresses[self.number / 2 % 3] }
    var status: CallStatus { Self.statuses[self.number % 5] }
    var end: CallTermination? { Self.ends[self.number % 7] }
    var isActive: Bool { !self.status.isTerminal && (self.end == nil || self.end == .drained) }

    func includes(address: String) -> Bool { address == Self.company || address == self.other }

    /// Its events; the call is received as many seconds after a point in time as its number says.
    func events() -> [CallEvent] {
        var script = EventScript(self.number)
        var info = script.info
        info.direction = self.direction
        info.from = self.direction == .inbound ? self.other : Self.company
        info.to = self.direction == .inbound ? Self.company : self.other
        var events = [script.event(.received(info))]
        if let end { events.append(script.event(.streamEnded(end))) }
        if self.status != .ringing {
            events.append(script.event(.status(self.status, duration: nil, sequence: nil)))
        }
        return events
    }
}
