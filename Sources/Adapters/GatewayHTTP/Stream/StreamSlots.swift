// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts sockets that were let in and have not said `start` yet, up to a limit.
final class StreamSlots: Sendable {
    /// One place; given back when it is released, at the latest when nobody holds it any more.
    final class Slot: Sendable {
        private let slots: StreamSlots
        private let isHeld = Mutex(true)

        fileprivate init(_ slots: StreamSlots) {
            self.slots = slots
        }

        func release() {
            let wasHeld = self.isHeld.withLock { isHeld in
                defer { isHeld = false }
                return isHeld
            }
            if wasHeld { self.slots.count.withLock { $0 -= 1 } }
        }

        deinit {
            self.release()
        }
    }

    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    var taken: Int { self.count.withLock { $0 } }

    /// `nil` when all are taken.
    func take() -> Slot? {
        let isFree = self.count.withLock { count in
            guard count < self.limit else { return false }
            count += 1
            return true
        }
        return isFree ? Slot(self) : nil
    }
}
