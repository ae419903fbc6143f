// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many exports may go on at once.
final class ExportSlots: Sendable {
    /// A place; it is free again when nobody holds it any more, however the export ended.
    final class Slot: Sendable {
        private let slots: ExportSlots

        fileprivate init(_ slots: ExportSlots) {
            self.slots = slots
        }

        deinit {
            self.slots.taken.withLock { $0 -= 1 }
        }
    }

    private let limit: Int
    private let taken = Mutex(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    /// A place, or `nil` if all are taken.
    func take() -> Slot? {
        let isFree = self.taken.withLock { taken in
            guard taken < self.limit else { return false }
            taken += 1
            return true
        }
        return isFree ? Slot(self) : nil
    }
}
