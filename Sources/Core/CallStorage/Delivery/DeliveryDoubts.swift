// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Whom to blame when the shared store refuses an event: the event, its call, or the store.
struct DeliveryDoubts: Sendable {
    /// What speaks against a call.
    private struct Doubt: Sendable {
        /// Its events that were refused in a row.
        var strikes = 0
        /// Nothing of a call can be stored without the event that it was received.
        var wasReceptionRefused = false
        /// The store has taken events of other calls since.
        var isProven = false
        var reason = ""
    }

    private let limits: DeliveryLimits
    /// Single events refused since the store last took one.
    private(set) var refusals = 0
    /// Those of them that were not refused before.
    private var strikes = 0
    /// How often in a row everything was refused.
    private(set) var halts = 0
    private var calls: [CallID: Doubt] = [:]
    private var order: [CallID] = []
    private var tried: Set<CallID> = []
    /// The event that was refused last: the journal may fail to set it aside, and it comes again.
    private var lastRefused: Int64?

    init(_ limits: DeliveryLimits) {
        self.limits = limits
    }

    /// Everything gets another chance.
    mutating func clear() {
        self.calls = [:]
        self.order = []
    }

    /// Counts a refusal; `false` when there were too many in a row to believe it. One that is known from an earlier time
    /// is always believed: it says nothing new about the store or the call.
    mutating func believes(refusalOf entry: OutboxEntry, because reason: String, isKnown: Bool) -> Bool {
        self.refusals += 1
        if entry.position == self.lastRefused { return true }
        guard isKnown || self.strikes < max(1, self.limits.strikes) else { return false }
        self.lastRefused = entry.position
        let wasReception = if case .received = entry.event.kind { true } else { false }
        if !isKnown { self.strikes += 1 }
        guard !isKnown || wasReception else { return true }
        let call = entry.event.call
        if self.calls[call] == nil { self.remember(call) }
        self.calls[call]?.strikes += 1
        self.calls[call]?.reason = reason
        if wasReception { self.calls[call]?.wasReceptionRefused = true }
        return true
    }

    /// The store took these.
    mutating func accepted(_ group: [OutboxEntry]) {
        for entry in group where self.calls[entry.event.call] != nil { self.forget(entry.event.call) }
        for call in self.order { self.calls[call]?.isProven = true }
        self.refusals = 0
        self.strikes = 0
        self.lastRefused = nil
        self.halts = 0
        self.tried = []
    }

    /// Events of calls of which nothing more is tried, and why.
    func refused(in rest: ArraySlice<OutboxEntry>) -> ([Int64], String)? {
        guard !self.calls.isEmpty else { return nil }
        let refused = rest.filter { self.isRefused($0.event.call) }
        guard let first = refused.first, let reason = self.calls[first.event.call]?.reason else { return nil }
        let positions = refused.filter { $0.event.call == first.event.call }.map(\.position)
        return (positions, "other events of this call were refused before: \(reason)")
    }

    /// The first event of a call that nothing speaks against yet.
    func candidate(in rest: ArraySlice<OutboxEntry>) -> OutboxEntry? {
        guard let head = rest.first?.event.call else { return nil }
        return rest.first {
            let call = $0.event.call
            return call != head && self.calls[call] == nil && !self.tried.contains(call)
        }
    }

    /// This one was refused as well.
    mutating func tried(_ call: CallID) {
        if self.tried.count < self.limits.rememberedCalls { self.tried.insert(call) }
    }

    /// All were refused.
    mutating func halted() { self.halts += 1 }

    private func isRefused(_ call: CallID) -> Bool {
        guard let doubt = self.calls[call], doubt.isProven else { return false }
        return doubt.wasReceptionRefused || doubt.strikes >= max(1, self.limits.strikesOfACall)
    }

    private mutating func remember(_ call: CallID) {
        if self.order.count >= max(1, self.limits.rememberedCalls) { self.calls[self.order.removeFirst()] = nil }
        self.order.append(call)
        self.calls[call] = Doubt()
    }

    private mutating func forget(_ call: CallID) {
        self.calls[call] = nil
        self.order.removeAll { $0 == call }
    }
}
