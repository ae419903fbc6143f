// SPDX-License-Identifier: Apache-2.0

package import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RemoteCallStore {
    /// One call, or `nil` if it is unknown.
    @concurrent
    package func call(_ id: CallID) async throws -> CallRecord? {
        try await self.call(RemoteArgument.Call(id: id.rawValue))
    }

    /// The call that was ordered by this name; see ``CallCore/CallReading/call(orderedAs:)``.
    @concurrent
    package func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.call(RemoteArgument.Call(order: order))
    }

    private func call(_ argument: RemoteArgument.Call) async throws -> CallRecord? {
        let answer: RemoteAnswer.Call = try await self.ask("switchboard_call", argument)
        return try answer.call?.fold().record
    }

    /// A page of calls, newest first; see ``CallCore/CallReading/calls(_:)``.
    @concurrent
    package func calls(_ query: CallQuery) async throws -> CallPage {
        let after = try query.cursor.map { text in
            guard let cursor = CallCursor(text: text) else {
                throw StoreError(.invalidQuery, "the cursor is none of this store's; begin without one")
            }
            return cursor
        }
        let limit = max(1, min(query.limit, 500))
        // One more than asked for: whether there is a next page.
        let argument = RemoteArgument.Calls(query, limit: limit + 1, after: after)
        let answer: RemoteAnswer.Calls = try await self.ask("switchboard_calls", argument)
        let page = try answer.calls.prefix(limit).map { try $0.fold().record }
        let isLast = answer.calls.count <= limit
        return CallPage(calls: page, next: isLast ? nil : page.last.map { CallCursor(of: $0).text })
    }

    /// The transcript in the order of speech.
    @concurrent
    package func transcript(of id: CallID) async throws -> [TranscriptLine] {
        CallFold.transcript(of: try await self.allEvents(of: id, kind: "spoken"))
    }

    /// The events of a call in the order in which they were stored.
    @concurrent
    package func events(of id: CallID) async throws -> [StoredCallEvent] {
        try await self.allEvents(of: id, kind: nil)
    }

    /// A page of lines that hold all words; see ``CallCore/CallReading/search(_:)``.
    @concurrent
    package func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        let (words, after) = try query.read()
        let limit = max(1, min(query.limit, 500))
        let asked = RemoteWords.asked(words)
        let argument = RemoteArgument.Search(query, asked, limit: limit + 1, after: after)
        let answer: RemoteAnswer.Search = try await self.ask("switchboard_search", argument)
        let page = try answer.matches.prefix(limit).map { match in
            guard let line = match.utterance.line else {
                throw StoreError(.unreadable, "event \(match.id) holds a value this version does not know")
            }
            let time = Date(microseconds: match.time)
            return TranscriptMatch(call: CallID(match.call), id: EventID(rawValue: match.id), time: time, line: line)
        }
        let isLast = answer.matches.count <= limit
        return TranscriptMatches(matches: page, next: isLast ? nil : page.last.map { TranscriptCursor(of: $0).text })
    }

    private func allEvents(of id: CallID, kind: String?) async throws -> [StoredCallEvent] {
        var events: [StoredCallEvent] = []
        while true {
            let page = try await self.events(of: id, kind: kind, after: events.last?.sequence ?? 0)
            events += page
            if page.count < self.configuration.page { return events }
        }
    }

    /// A page of events after the one with this number, in the order in which they were stored.
    func events(of id: CallID, kind: String?, after sequence: Int) async throws -> [StoredCallEvent] {
        let limit = self.configuration.page
        let argument = RemoteArgument.Events(call: id.rawValue, after: sequence, limit: limit, kind: kind)
        let answer: RemoteAnswer.Events = try await self.ask("switchboard_events", argument)
        let events = try answer.events.map { try $0.stored() }
        // What is not in order would be asked for again and again.
        var last = sequence
        for event in events {
            guard event.sequence > last else {
                throw StoreError(.unreadable, "switchboard_events of the shared store answered events out of order")
            }
            last = event.sequence
        }
        return events
    }
}
