// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The recordings that run.
final class RecorderRegistry: Sendable {
    private struct Entry {
        var recorder: CallRecorder
        var live: LiveCall
        var tap: Int
    }

    private let entries = Mutex<[String: Entry]>([:])

    func add(_ recorder: CallRecorder, of live: LiveCall, tap: Int) {
        self.entries.withLock { $0[recorder.sid] = Entry(recorder: recorder, live: live, tap: tap) }
    }

    func remove(_ recorder: CallRecorder) {
        let entry = self.entries.withLock { $0.removeValue(forKey: recorder.sid) }
        if let entry { entry.live.removeTap(entry.tap) }
    }

    subscript(sid: String) -> CallRecorder? { self.entries.withLock { $0[sid]?.recorder } }

    /// The recording of a call that began last.
    func current(of callSid: String) -> CallRecorder? {
        self.entries.withLock { entries in
            entries.values.filter { $0.live.sid == callSid }.max { $0.tap < $1.tap }?.recorder
        }
    }
}
