// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Which calls a ``Janitor`` keeps an eye on: a pure value, bounded.
struct JanitorMemory {
    /// Calls that go on by the record, with no stream here.
    private var calls: [CallID: ForgottenCall] = [:]
    /// Calls whose end the carrier has told; when to see whether the record tells it as well.
    private var ended: [CallID: NIODeadline] = [:]
    /// Calls that the look through the list, which may take several rounds, has met.
    private var met: Set<CallID> = []
    /// Where the next round goes on in the list.
    private(set) var cursor: String?
    /// The carrier wants to be left alone until then.
    private var silentUntil: NIODeadline?
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { self.calls.count + self.ended.count }

    /// Whether a call of the list is to be looked at now. The first look is at once: what it finds quiet has been quiet
    /// for long.
    mutating func meets(_ call: CallID, at now: NIODeadline) -> Bool {
        self.met.insert(call)
        if let known = self.calls[call] { return known.isDue(at: now) }
        guard self.calls.count < self.capacity else { return false }
        self.calls[call] = ForgottenCall(dueAt: now)
        return true
    }

    /// A page of the list was read. At the end of the list, what was not met is not forgotten any more.
    mutating func turns(to cursor: String?) {
        self.cursor = cursor
        guard cursor == nil else { return }
        self.calls = self.calls.filter { self.met.contains($0.key) }
        self.met = []
    }

    /// Lets a decision about a call be made; `nil` if it is kept in mind no longer.
    mutating func about<Result>(_ call: CallID, _ body: (inout ForgottenCall) -> Result) -> Result? {
        guard var known = self.calls[call] else { return nil }
        defer { self.calls[call] = known }
        return body(&known)
    }

    mutating func forget(_ call: CallID) {
        self.calls[call] = nil
    }

    /// The carrier says that a call is over.
    mutating func carrierEnded(_ call: CallID, lookAt time: NIODeadline) {
        guard self.ended.count < self.capacity || self.ended[call] != nil else { return }
        self.ended[call] = time
    }

    /// Calls that ended long enough ago, at most so many.
    mutating func takeEnded(at now: NIODeadline, atMost limit: Int) -> [CallID] {
        let due = self.ended.filter { $0.value <= now }.keys.prefix(max(0, limit))
        for call in due { self.ended[call] = nil }
        return Array(due)
    }

    mutating func carrierWantsSilence(until time: NIODeadline) {
        self.silentUntil = max(time, self.silentUntil ?? time)
    }

    func mayAsk(at now: NIODeadline) -> Bool { self.silentUntil.map { $0 <= now } ?? true }
}
