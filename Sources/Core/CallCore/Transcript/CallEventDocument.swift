// SPDX-License-Identifier: Apache-2.0

/// An event as operators see it while it happens: names of kinds as the store has them, everything else as in the other
/// documents.
package struct CallEventDocument: Codable, Sendable, Hashable {
    /// The event's name; the same wherever the event is shown.
    package var id: String
    /// The call.
    package var call: String
    /// Counts the events of the call from 1, without gaps.
    package var sequence: Int
    /// When it happened: RFC 3339, UTC, milliseconds.
    package var time: String
    /// What happened, in snake case.
    package var kind: String
    /// What belongs to the kind.
    package var data: CallEventData

    package init(_ stored: StoredCallEvent) {
        self.id = stored.event.id.rawValue
        self.call = stored.event.call.rawValue
        self.sequence = stored.sequence
        self.time = Timestamp.text(stored.event.time)
        self.kind = stored.event.kind.name
        self.data = CallEventData(stored.event.kind)
        if let line = stored.line { self.data.number = line }
    }
}
