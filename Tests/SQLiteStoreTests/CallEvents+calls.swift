// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

extension CallEvents {
    /// A call that is over: received, some lines, the carrier's word that it ended.
    static func finished(_ name: String, lines: [String] = ["hello"]) -> [CallEvent] {
        var script = CallEvents(name)
        var events = [script.received()]
        for line in lines { events.append(script.spoken(line)) }
        events.append(script.event(.status(.completed, duration: 1, sequence: 1)))
        return events
    }

    /// A call that goes on.
    static func going(_ name: String, lines: [String] = ["hello"]) -> [CallEvent] {
        Array(Self.finished(name, lines: lines).dropLast())
    }
}
