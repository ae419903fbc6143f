// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A listener's events that nobody has taken yet: a pure value, and bounded.
///
/// Where notifications are dropped, a ``PostgresListenerEvent/missed(_:)`` stands in their place, so that whoever reads
/// in order knows when to look at everything.
struct EventBuffer: Sendable {
    private let capacity: Int
    private var events: [PostgresListenerEvent] = []
    /// How many notifications were dropped in all.
    private(set) var dropped = 0

    /// There is room for `capacity` events (at least 2), and for the note of what was dropped.
    init(capacity: Int) { self.capacity = max(2, capacity) }

    var count: Int { self.events.count }

    mutating func push(_ event: PostgresListenerEvent) {
        guard self.events.count >= self.capacity else { return self.events.append(event) }
        if case .notification = event {
            self.drop(1)
        } else {
            // News of the connection are never dropped: they take the place of everything else.
            let lost = self.events.reduce(0) { $0 + Self.notifications(in: $1) }
            self.dropped += self.events.reduce(0) { if case .notification = $1 { $0 + 1 } else { $0 } }
            self.events = lost > 0 ? [.missed(lost), event] : [event]
        }
    }

    mutating func pop() -> PostgresListenerEvent? {
        self.events.isEmpty ? nil : self.events.removeFirst()
    }

    private mutating func drop(_ count: Int) {
        self.dropped += count
        if case .missed(let before)? = self.events.last {
            self.events[self.events.count - 1] = .missed(before + count)
        } else {
            self.events.append(.missed(count))
        }
    }

    private static func notifications(in event: PostgresListenerEvent) -> Int {
        switch event {
        case .notification: 1
        case .missed(let count): count
        case .connected, .disconnected: 0
        }
    }
}
#endif
