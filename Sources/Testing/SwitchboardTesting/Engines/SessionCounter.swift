// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many sessions of an engine are open.
final class SessionCounter: Sendable {
    private let sessions = Atomic(0)

    var count: Int { self.sessions.load(ordering: .relaxed) }

    func opened() { self.sessions.add(1, ordering: .relaxed) }
    func closed() { self.sessions.subtract(1, ordering: .relaxed) }
}
