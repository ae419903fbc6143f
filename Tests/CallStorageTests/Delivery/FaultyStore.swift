// SPDX-License-Identifier: Apache-2.0

import CallCore
import InMemoryTracing
import ServiceContextModule

/// A shared store that does what stores do on bad days, one fault per question as long as there are any.
actor FaultyStore: CallStore {
    enum Fault: Sendable {
        /// It says that it is away.
        case away
        /// It is away for batches of more than so many events, and says so.
        case tooLarge(Int)
        /// It never answers; cancellation ends it.
        case hangs
        /// It keeps everything and fails then.
        case dropsTheAnswer
        /// It loses the last event, and answers one too little.
        case answersShort
        /// It keeps everything and answers in another order.
        case answersInAnotherOrder
        /// It refuses everything.
        case refuses
    }

    let kept = InMemoryCallStore()
    private(set) var batches: [[EventID]] = []
    /// The spans within which they came.
    private(set) var spans: [String?] = []
    private(set) var questions = 0
    private(set) var pings = 0
    /// The order in which events became part of the store.
    private(set) var arrivals: [EventID] = []
    private var arrived: Set<EventID> = []
    private var faults: [Fault] = []
    private var lasting: Fault?
    private var poison: Set<EventID> = []
    private var isDead = false
    private var isDeaf = false
    private var gates: [CheckedContinuation<Void, Never>] = []
    private var isHeldUp = false

    /// The next questions, one fault each.
    func next(_ faults: Fault...) { self.faults += faults }

    /// Every write from now on; `nil` for none.
    func now(_ fault: Fault?) { self.lasting = fault }

    /// Refuses these for ever.
    func refuses(_ events: [EventID]) { self.poison = Set(events) }

    /// Gives no sign of life, or does again.
    func isDead(_ isDead: Bool) { self.isDead = isDead }

    /// Never answers a question, or does again.
    func isDeaf(_ isDeaf: Bool) { self.isDeaf = isDeaf }

    /// Holds writes up until ``letGo()``.
    func holdUp() { self.isHeldUp = true }

    func letGo() {
        self.isHeldUp = false
        for gate in self.gates { gate.resume() }
        self.gates = []
    }

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        self.batches.append(events.map(\.id))
        self.spans.append(ServiceContext.current?.inMemorySpanContext?.spanID)
        if self.isHeldUp { await withCheckedContinuation { self.gates.append($0) } }
        let fault = self.faults.isEmpty ? self.lasting : self.faults.removeFirst()
        switch fault {
        case .away?: throw StoreError(.unavailable, "away")
        case .refuses?: throw StoreError(.rejected, "no such table")
        case .tooLarge(let count)? where events.count > count:
            throw StoreError(.unavailable, "statement time-out", wantsSmallerBatch: true)
        case .hangs?: try await Self.hang()
        default: break
        }
        if events.contains(where: { self.poison.contains($0.id) }) { throw StoreError(.rejected, "22021") }
        if case .answersShort? = fault { return try await self.keep(events.dropLast()) }
        let stored = try await self.keep(events)
        switch fault {
        case .dropsTheAnswer?: throw StoreError(.unavailable, "connection lost")
        case .answersInAnotherOrder?: return stored.reversed()
        default: return stored
        }
    }

    private func keep(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        let stored = try await self.kept.append(events)
        for event in events where self.arrived.insert(event.id).inserted { self.arrivals.append(event.id) }
        return stored
    }

    private static func hang() async throws {
        let (stream, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in stream {}
        try Task.checkCancellation()
    }

    private func question() async throws {
        self.questions += 1
        if self.isDead { throw StoreError(.unavailable, "no connection") }
        if self.isDeaf { try await Self.hang() }
    }

    func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.question()
        return await self.kept.erase(selection, limit: limit)
    }

    func call(_ id: CallID) async throws -> CallRecord? {
        try await self.question()
        return await self.kept.call(id)
    }

    func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.question()
        return await self.kept.call(orderedAs: order)
    }

    func calls(_ query: CallQuery) async throws -> CallPage {
        try await self.question()
        return try await self.kept.calls(query)
    }

    func transcript(of id: CallID) async throws -> [TranscriptLine] {
        try await self.question()
        return await self.kept.transcript(of: id)
    }

    func events(of id: CallID) async throws -> [StoredCallEvent] {
        try await self.question()
        return await self.kept.events(of: id)
    }

    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        try await self.question()
        return try await self.kept.search(query)
    }

    func ping() async throws {
        self.pings += 1
        if self.isDead { throw StoreError(.unavailable, "no connection") }
    }
}
