// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Who can be called, by number, `client:` identity or `sip:` address.
public final class CalleeBook: Sendable {
    private let entries = Mutex<[String: SimulatedCallee]>([:])

    init() {}

    /// Who picks up there; `nil` for a number nobody knows, which does not answer.
    public subscript(address: String) -> SimulatedCallee? {
        get { self.entries.withLock { $0[address] } }
        set { self.entries.withLock { $0[address] = newValue } }
    }
}
