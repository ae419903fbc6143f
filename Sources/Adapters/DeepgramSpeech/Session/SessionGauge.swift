// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How one call stands, written on its event loop and read from anywhere.
final class SessionGauge: Sendable {
    /// Samples that wait to be sent.
    let queued = Atomic(0)
    /// Samples that were sent and not answered.
    let lag = Atomic(0)
    /// Whether there is no connection that works.
    let isDown = Atomic(false)

    func set(_ machine: RecognitionMachine) {
        let sent = machine.connection?.sent ?? machine.start
        self.queued.store(max(0, machine.end - sent), ordering: .relaxed)
        self.lag.store(machine.connection?.unanswered ?? 0, ordering: .relaxed)
        self.isDown.store(machine.isSuspended || machine.phase == .failed, ordering: .relaxed)
    }
}
