// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import Foundation

/// Events of one call.
struct Script {
    let call: CallID
    private let number: Int
    private var count: Int

    /// `number` names the call; its events are counted from `count`, so that several writers can share a call.
    init(_ number: Int, from count: Int = 0) {
        let digits = String(number)
        self.call = CallID("CA" + String(repeating: "0", count: 32 - digits.count) + digits)
        self.number = number
        self.count = count
    }

    mutating func event(_ kind: CallEvent.Kind) -> CallEvent {
        self.count += 1
        let name = String(self.number * 10_000 + self.count)
        return CallEvent(
            id: EventID(rawValue: "0190a0b0-0000-7000-8000-" + String(repeating: "0", count: 12 - name.count) + name),
            call: self.call,
            time: Date(timeIntervalSince1970: 1_700_000_000 + Double(self.number) + Double(self.count) / 1_000),
            kind: kind
        )
    }

    mutating func received() -> CallEvent {
        let info = CallInfo(
            id: self.call,
            account: "AC1",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(self.number))
        )
        return self.event(.received(info))
    }

    mutating func spoken(_ text: String) -> CallEvent {
        self.event(.spoken(SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "test")))
    }
}
#endif
