// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization

/// The calls of which this server's journal knows all there is: received here, and their first stream, which began here,
/// still runs. Nobody else can have gone on with them. What is not sure is not in here.
final class HomeCalls: Sendable {
    private enum Stage {
        case received
        case streaming
    }

    private let capacity: Int
    private let calls = Mutex([CallID: Stage]())

    /// Remembers at most so many calls; of further ones the shared store is asked, too.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Takes an event into account that was stored here now.
    func note(_ event: CallEvent) {
        self.calls.withLock { calls in
            switch (event.kind, calls[event.call]) {
            case (.received, nil):
                // Full of calls that never streamed: those are forgotten first.
                if calls.count >= self.capacity { calls = calls.filter { $0.value == .streaming } }
                if calls.count < self.capacity { calls[event.call] = .received }
            case (.streamStarted(_, resumed: false, _, _, _), .received?):
                calls[event.call] = .streaming
            case (.streamStarted, _), (.streamEnded, _):
                calls[event.call] = nil
            case (.status(let status, _, _), _):
                if status.isTerminal { calls[event.call] = nil }
            default:
                break
            }
        }
    }

    /// Whether the journal knows all of this call.
    func contains(_ call: CallID) -> Bool { self.calls.withLock { $0[call] == .streaming } }
}
