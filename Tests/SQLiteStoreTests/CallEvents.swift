// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// Events of one call for tests.
struct CallEvents {
    let id: CallID
    private var generator = SystemRandomNumberGenerator()
    private let start = Date(timeIntervalSince1970: 1_700_000_000)

    init(_ name: String = "CA00000000000000000000000000000001") {
        self.id = CallID(name)
    }

    mutating func received() -> CallEvent {
        self.event(
            .received(
                CallInfo(
                    id: self.id,
                    account: "AC1",
                    direction: .inbound,
                    from: "+12025550100",
                    to: "+12025550101",
                    receivedAt: self.start
                )
            )
        )
    }

    mutating func spoken(_ text: String) -> CallEvent {
        self.event(
            .spoken(
                SpokenLine(
                    speaker: .caller,
                    text: text,
                    start: .zero,
                    end: .seconds(1),
                    confidence: 0.5,
                    source: "test"
                )
            )
        )
    }

    mutating func event(_ kind: CallEvent.Kind) -> CallEvent {
        CallEvent(
            id: EventID(milliseconds: 1_700_000_000_000, using: &self.generator),
            call: self.id,
            time: self.start,
            kind: kind
        )
    }
}
