// SPDX-License-Identifier: Apache-2.0

@testable import CallCore

/// A store that keeps everything in memory, fails when it is told to and can be held up.
actor LedgerStore: CallStore {
    private(set) var stored: [StoredCallEvent] = []
    /// The sizes of the groups that were stored.
    private(set) var groups: [Int] = []
    private(set) var attempts = 0
    private var failures: [any Error] = []
    private var poison: Set<EventID> = []
    private var gate: Waiter<Void>?
    private(set) var sawCancellation = false
    private var isAway = false

    /// Questions about orders fail.
    func stopAnswering() { self.isAway = true }

    func answerAgain() { self.isAway = false }

    func fails(with errors: [any Error]) { self.failures += errors }

    func rejects(_ id: EventID) { self.poison.insert(id) }

    /// Holds up the next append until the waiter is settled.
    func waits(for gate: Waiter<Void>) { self.gate = gate }

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        self.attempts += 1
        if let gate = self.gate {
            self.gate = nil
            try await gate.value()
        }
        if Task.isCancelled { self.sawCancellation = true }
        try Task.checkCancellation()
        if !self.failures.isEmpty { throw self.failures.removeFirst() }
        if events.contains(where: { self.poison.contains($0.id) }) { throw StoreError(.rejected, "Never.") }
        self.groups.append(events.count)
        return events.map { self.keep($0) }
    }

    private func keep(_ event: CallEvent) -> StoredCallEvent {
        let earlier = self.stored.filter { $0.event.call == event.call }
        if let known = earlier.first(where: { $0.event.id == event.id }) { return known }
        var line: Int?
        if case .spoken = event.kind { line = earlier.count { $0.line != nil } + 1 }
        let stored = StoredCallEvent(event: event, sequence: earlier.count + 1, line: line)
        self.stored.append(stored)
        return stored
    }

    var kinds: [CallEvent.Kind] { self.stored.map(\.event.kind) }

    /// What was said, as "caller: …" and "agent: …", an interrupted line ends in "—".
    var script: [String] {
        self.kinds.compactMap { kind in
            guard case .spoken(let line) = kind else { return nil }
            return "\(line.speaker.rawValue): \(line.text)" + (line.isInterrupted ? " —" : "")
        }
    }

    func call(orderedAs order: String) throws -> CallRecord? {
        if self.isAway { throw StoreError(.unavailable, "away") }
        let calls = self.stored.compactMap { stored -> CallID? in
            guard case .received(let info) = stored.event.kind, info.plan?.order == order else { return nil }
            return info.id
        }
        return calls.first.flatMap { self.call($0) }
    }

    func call(_ id: CallID) -> CallRecord? {
        var record: CallRecord?
        for event in self.stored where event.event.call == id {
            if case .received(let info) = event.event.kind, record == nil { record = CallRecord(info: info) }
            record?.apply(event.event)
        }
        return record
    }

    func calls(_ query: CallQuery) -> CallPage { CallPage(calls: [], next: nil) }
    func transcript(of id: CallID) -> [TranscriptLine] { [] }
    func events(of id: CallID) -> [StoredCallEvent] { self.stored.filter { $0.event.call == id } }
    func search(_ query: TranscriptQuery) -> TranscriptMatches { TranscriptMatches(matches: [], next: nil) }
    func erase(_ selection: CallSelection, limit: Int) -> Int { 0 }
    func ping() {}
}
