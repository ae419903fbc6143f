// SPDX-License-Identifier: Apache-2.0

/// Keeps what happens in one call: gives every event to the journal, in order. Lives on the call's event loop.
final class CallRecorder {
    private let call: CallID
    private let journal: CallJournal

    init(call: CallID, journal: CallJournal) {
        self.call = call
        self.journal = journal
    }

    /// Puts an event into the journal; it is shown once it is stored.
    ///
    /// - Parameters:
    ///   - kind: what happened.
    ///   - settled: called when the event is safely stored or never will be, on the journal's task.
    func record(_ kind: CallEvent.Kind, settled: (@Sendable () -> Void)? = nil) {
        self.journal.enqueue(self.journal.event(kind, in: self.call)) { _ in settled?() }
    }
}
