// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Twilio

/// What Twilio remembers: calls, recordings, messages. Conferences and queues have their own, see ``Rooms``.
final class Ledger: Sendable {
    /// Everything, as a value.
    struct Tables: Sendable {
        var calls = LedgerTable<CallRow>()
        var results = LedgerTable<SimulatedCallResult>(capacity: 1000)
        var recordings = LedgerTable<RecordingRow>(capacity: 1000)
        var messages = LedgerTable<MessageRow>()
    }

    private let tables = Mutex(Tables())
    /// Rung when a call is over.
    let bell = Doorbell()

    /// Reads or changes what is remembered.
    func with<Result>(_ body: (inout sending Tables) -> sending Result) -> sending Result {
        self.tables.withLock { body(&$0) }
    }

    func call(_ sid: String) -> CallRow? { self.with { $0.calls[sid] } }

    func updateCall(_ sid: String, _ change: @Sendable (inout CallRow) -> Void) {
        self.with { tables in
            tables.calls.update(sid) { record in
                change(&record)
                record.updated = .now
            }
        }
    }

    /// Keeps how a call went, and wakes who waits for that.
    func finish(_ result: SimulatedCallResult) {
        var kept = result
        // The REST API has recordings of its own; this one is the test's.
        kept.recording = CallRecording()
        let row = kept
        self.with { $0.results[row.sid] = row }
        self.bell.ring()
    }

    /// How a call went, once it is over; `nil` when the task is cancelled before.
    func result(of sid: String) async -> SimulatedCallResult? {
        while !Task.isCancelled {
            let rings = self.bell.rings
            if let result = self.with({ $0.results[sid] }) { return result }
            await self.bell.wait(after: rings)
        }
        return nil
    }
}
