// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Which orders are being carried out and which were, by name; a pure value. An order that comes twice dials once.
///
/// It keeps at most ``capacity`` orders, each for ``lifetime``; the oldest that are settled are forgotten first.
struct OrderBook {
    /// What to do with an order.
    enum Verdict: Equatable {
        /// Carry it out, then say how it went.
        case dial
        /// It is being carried out: wait for it with the others.
        case wait
        /// It was carried out.
        case done(CallID)
        /// The name belongs to another order.
        case differs
        /// It is not known whether it was carried out.
        case unknown
        /// So many are being carried out that no further one can be kept in mind.
        case full
    }

    enum Progress: Equatable {
        case dialling
        case done(CallID)
        case unknown
    }

    private struct Entry {
        let order: CallOrder
        let began: NIODeadline
        var progress = Progress.dialling
        /// What a webhook has called the call, which may be before the carrier's answer.
        var seen: CallID?
        /// Whether the call has neither been answered nor ended, as far as is known.
        var isUnderway = true
        var waiters: [Waiter<CallID>] = []
    }

    let capacity: Int
    let lifetime: Duration
    /// After so long without a word a call is not counted as under way any more.
    let patience: Duration
    private var entries: [String: Entry] = [:]
    private var names: [CallID: String] = [:]
    /// The oldest first.
    private var order: [String] = []

    init(capacity: Int, lifetime: Duration, patience: Duration) {
        self.capacity = capacity
        self.lifetime = lifetime
        self.patience = patience
    }

    var count: Int { self.entries.count }

    /// Calls that were dialled and have neither been answered nor ended.
    func underway(_ now: NIODeadline) -> Int {
        self.entries.values.count { $0.isUnderway && $0.began + TimeAmount(self.patience) > now }
    }

    /// Takes an order; `waiter` is settled with the others when it is being carried out already.
    mutating func begin(
        _ name: String,
        _ order: CallOrder,
        now: NIODeadline,
        waiter: @autoclosure () -> Waiter<CallID>
    ) -> Verdict {
        self.forget(now)
        guard var entry = self.entries[name] else {
            guard self.entries.count < self.capacity else { return .full }
            self.entries[name] = Entry(order: order, began: now)
            self.order.append(name)
            return .dial
        }
        guard entry.order == order else { return .differs }
        switch entry.progress {
        case .done(let call): return .done(call)
        case .unknown: return .unknown
        case .dialling:
            entry.waiters.append(waiter())
            self.entries[name] = entry
            return .wait
        }
    }

    /// The order was carried out.
    mutating func succeeded(_ name: String, _ call: CallID) -> [Waiter<CallID>] {
        guard self.entries[name] != nil else { return [] }
        self.entries[name]?.progress = .done(call)
        self.names[call] = name
        return self.takeWaiters(name)
    }

    /// It was not carried out and may be tried again.
    mutating func failed(_ name: String) -> [Waiter<CallID>] {
        let waiters = self.takeWaiters(name)
        self.remove(name)
        return waiters
    }

    /// Nobody knows whether it was carried out, unless a webhook has named the call meanwhile.
    mutating func becameUnknown(_ name: String) -> (call: CallID?, waiters: [Waiter<CallID>]) {
        let seen = self.entries[name]?.seen
        self.entries[name]?.progress = seen.map { .done($0) } ?? .unknown
        return (seen, self.takeWaiters(name))
    }

    /// What was ordered, as long as it is kept in mind.
    func plan(of name: String) -> CallPlan? { self.entries[name]?.order.plan }

    /// A webhook says which call an order has become.
    mutating func seen(_ name: String, as call: CallID) {
        guard self.entries[name] != nil else { return }
        self.entries[name]?.seen = call
        self.names[call] = name
        if self.entries[name]?.progress == .unknown { self.entries[name]?.progress = .done(call) }
    }

    /// The call was answered, or is over: it is no burden of the future any more.
    mutating func arrived(_ call: CallID) {
        guard let name = self.names[call] else { return }
        self.entries[name]?.isUnderway = false
    }

    private mutating func takeWaiters(_ name: String) -> [Waiter<CallID>] {
        defer { self.entries[name]?.waiters = [] }
        return self.entries[name]?.waiters ?? []
    }

    private mutating func remove(_ name: String) {
        guard let entry = self.entries.removeValue(forKey: name) else { return }
        if let call = entry.seen { self.names[call] = nil }
        if case .done(let call) = entry.progress { self.names[call] = nil }
        self.order.removeAll { $0 == name }
    }

    /// Forgets what is too old, and when there are too many, the oldest whose outcome is known.
    private mutating func forget(_ now: NIODeadline) {
        while let name = self.order.first, let entry = self.entries[name], entry.progress != .dialling,
            entry.began + TimeAmount(self.lifetime) <= now
        {
            self.remove(name)
        }
        guard self.entries.count >= self.capacity else { return }
        let oldest = self.order.first { name in
            if case .done? = self.entries[name]?.progress { true } else { false }
        }
        if let oldest { self.remove(oldest) }
    }
}
