// SPDX-License-Identifier: Apache-2.0

import CallCore

/// The shared store of a ``DeliverySimulation``: keeps all of a batch or nothing, every event once, and no event of a
/// call that was never received.
struct SimulatedShared {
    var poison: Set<EventID> = []
    /// The events of each call in the order in which they arrived.
    private(set) var calls: [CallID: [EventID]] = [:]
    /// Events that came a second time.
    private(set) var repetitions = 0

    mutating func append(_ events: [CallEvent]) -> Bool {
        var calls = self.calls
        for event in events {
            if self.poison.contains(event.id) { return false }
            if case .received = event.kind, calls[event.call] == nil { calls[event.call] = [] }
            guard let known = calls[event.call] else { return false }
            if known.contains(event.id) {
                self.repetitions += 1
            } else {
                calls[event.call] = known + [event.id]
            }
        }
        self.calls = calls
        return true
    }
}
