// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Twilio

/// The calls this client has made lately, so that none of them is taken for another whose answer was lost. Bounded.
final class KnownCalls: Sendable {
    private struct State {
        var order: [CallSID] = []
        var next = 0
        var all: Set<CallSID> = []
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    func insert(_ sid: CallSID) {
        self.state.withLock { state in
            guard state.all.insert(sid).inserted else { return }
            if state.order.count < self.capacity {
                state.order.append(sid)
            } else {
                state.all.remove(state.order[state.next])
                state.order[state.next] = sid
                state.next = (state.next + 1) % self.capacity
            }
        }
    }

    func contains(_ sid: CallSID) -> Bool {
        self.state.withLock { $0.all.contains(sid) }
    }
}
