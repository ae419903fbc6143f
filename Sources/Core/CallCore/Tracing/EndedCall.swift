// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A call that is over for the carrier while a stream of it is still open here: only when that has ended is it known how the
/// conversation went.
struct EndedCall: Sendable {
    /// What was known of it when the carrier told.
    private(set) var record: CallRecord
    /// The carrier's last word.
    let status: CallStatus
    /// When the carrier told.
    let end: Date

    init(_ record: CallRecord, _ status: CallStatus, at end: Date) {
        self.record = record
        self.status = status
        self.end = end
    }

    /// A stream has ended; a conversation had decided what comes `next`.
    mutating func streamEnded(_ termination: CallTermination, of purpose: StreamPurpose, next: NextStep?) {
        // One that was replaced decides nothing any more.
        if let next, termination != .replaced { self.apply(.nextDecided(next)) }
        self.apply(.streamEnded(termination, purpose: purpose))
    }

    private mutating func apply(_ kind: CallEvent.Kind) {
        // Nobody stores it, so that it needs no name.
        self.record.apply(CallEvent(id: EventID(rawValue: ""), call: self.record.id, time: self.end, kind: kind))
    }
}
