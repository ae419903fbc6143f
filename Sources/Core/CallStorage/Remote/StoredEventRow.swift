// SPDX-License-Identifier: Apache-2.0

package import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A row of `switchboard_events`, with its row of `switchboard_utterances` when somebody spoke, as the functions take
/// and give it.
package struct StoredEventRow: Codable {
    package var id: String
    package var call: String
    /// Its number in the call; unknown until it is to be stored.
    package var sequence: Int?
    package var line: Int?
    package var time: Int64
    package var kind: String
    package var payload: EventPayload
    package var utterance: StoredUtterance?

    package init(_ event: CallEvent) {
        self.id = event.id.rawValue
        self.call = event.call.rawValue
        self.time = event.time.microseconds
        self.kind = event.kind.name
        self.payload = EventPayload(event.kind)
        if case .spoken(let line) = event.kind { self.utterance = StoredUtterance(line) }
    }

    /// The event again. Throws ``CallCore/StoreError`` `.unreadable` for values of a later version.
    package func event() throws -> CallEvent {
        let call = CallID(self.call)
        guard let kind = self.payload.kind(self.kind, call: call, line: self.utterance?.line) else {
            throw StoreError(.unreadable, "event \(self.id) holds a value this version does not know")
        }
        return CallEvent(id: EventID(rawValue: self.id), call: call, time: Date(microseconds: self.time), kind: kind)
    }

    /// The event with its numbers. Throws ``CallCore/StoreError`` `.unreadable`.
    package func stored() throws -> StoredCallEvent {
        guard let sequence else { throw StoreError(.unreadable, "event \(self.id) came without its number") }
        return StoredCallEvent(event: try self.event(), sequence: sequence, line: self.line)
    }
}
