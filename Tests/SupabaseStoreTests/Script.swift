// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// Events of one call.
struct Script {
    let call: CallID
    private var count: Int

    /// `number` names the call; events of different calls have different names.
    init(_ number: Int = 1) {
        let digits = String(number, radix: 16)
        self.call = CallID("CA" + String(repeating: "0", count: 32 - digits.count) + digits)
        self.count = number * 10_000
    }

    var info: CallInfo {
        CallInfo(
            id: self.call,
            account: "AC00000000000000000000000000000001",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000)
        )
    }

    mutating func event(_ kind: CallEvent.Kind) -> CallEvent {
        self.count += 1
        let digits = String(self.count)
        return CallEvent(
            id: EventID(
                rawValue: "0190a0b0-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            ),
            call: self.call,
            time: Date(timeIntervalSince1970: 1_700_000_000 + Double(self.count)),
            kind: kind
        )
    }

    mutating func received() -> CallEvent { self.event(.received(self.info)) }

    mutating func spoken(_ text: String) -> CallEvent {
        self.event(.spoken(SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "test")))
    }

    mutating func spoken(_ texts: some Sequence<String>) -> [CallEvent] {
        var events: [CallEvent] = []
        for text in texts { events.append(self.spoken(text)) }
        return events
    }
}
