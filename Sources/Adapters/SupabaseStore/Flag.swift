// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Something that has happened or not, said across tasks.
final class Flag: Sendable {
    private let state = Atomic(false)

    var isRaised: Bool { self.state.load(ordering: .acquiring) }

    func raise() {
        self.state.store(true, ordering: .releasing)
    }
}
