// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// Makes the events of one call, a second apart, the same ones in every run.
struct DeliveryScript {
    let info: CallInfo
    private let number: Int
    private var count = 0

    var call: CallID { self.info.id }

    init(_ number: Int, from: String = "+12025550100", order: String? = nil) {
        self.number = number
        let digits = String(number)
        self.info = CallInfo(
            id: CallID("CA" + String(repeating: "0", count: 32 - digits.count) + digits),
            account: "AC1",
            direction: order == nil ? .inbound : .outbound,
            from: from,
            to: "+12025550199",
            receivedAt: Date(timeIntervalSince1970: 1_700_000_000 + Double(number)),
            plan: order.map { CallPlan(order: $0) }
        )
    }

    mutating func event(_ kind: CallEvent.Kind) -> CallEvent {
        self.count += 1
        let digits = String(self.number * 100_000 + self.count)
        return CallEvent(
            id: EventID(
                rawValue: "0190a0b0-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            ),
            call: self.call,
            time: self.info.receivedAt.addingTimeInterval(Double(self.count)),
            kind: kind
        )
    }

    mutating func received() -> CallEvent { self.event(.received(self.info)) }

    mutating func spoken(_ text: String) -> CallEvent {
        self.event(.spoken(SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "test")))
    }

    mutating func streaming(resumed: Bool = false) -> CallEvent {
        self.event(.streamStarted(stream: "MZ1", resumed: resumed, recogniser: "offline", synthesiser: "offline"))
    }

    mutating func completed() -> CallEvent { self.event(.status(.completed, duration: 1, sequence: nil)) }

    /// Received, so many lines, completed.
    mutating func whole(lines: Int = 1) -> [CallEvent] {
        var events = [self.received()]
        for line in 0..<lines { events.append(self.spoken("line \(line)")) }
        return events + [self.completed()]
    }
}
