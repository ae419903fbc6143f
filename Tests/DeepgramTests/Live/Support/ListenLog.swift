// SPDX-License-Identifier: Apache-2.0

import Resilience
import Synchronization

@testable import Deepgram

/// Keeps what happened.
final class ListenLog: Sendable {
    private let events = Mutex<[ListenEvent]>([])

    var all: [ListenEvent] { self.events.withLock { $0 } }

    func append(_ event: ListenEvent) { self.events.withLock { $0.append(event) } }

    func count(_ event: ListenEvent) -> Int { self.all.count { $0 == event } }

    /// The states that the circuit went through.
    var states: [CircuitState] {
        self.all.compactMap { event in
            guard case .circuit(let transition) = event else { return nil }
            return transition.to
        }
    }

    var waits: [Duration] {
        self.all.compactMap { event in
            guard case .waited(let time) = event else { return nil }
            return time
        }
    }
}
