// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The calls that run, by SID.
final class CallRegistry: Sendable {
    private let calls = Mutex<[String: LiveCall]>([:])

    subscript(sid: String) -> LiveCall? { self.calls.withLock { $0[sid] } }

    var all: [LiveCall] { self.calls.withLock { Array($0.values) } }

    func add(_ call: LiveCall) {
        self.calls.withLock { $0[call.sid] = call }
    }

    func remove(_ call: LiveCall) {
        self.calls.withLock { calls in
            if calls[call.sid] === call { calls[call.sid] = nil }
        }
    }
}
