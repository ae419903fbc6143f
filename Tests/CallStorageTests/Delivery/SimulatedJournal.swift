// SPDX-License-Identifier: Apache-2.0

import CallCore

/// The journal of a ``DeliverySimulation``: as much of it as delivering sees.
struct SimulatedJournal {
    private(set) var entries: [OutboxEntry] = []
    private var waiting: Set<Int64> = []
    private var aside: Set<Int64> = []
    /// Nothing before this index waits.
    private var head = 0
    private var everAside: Set<Int64> = []

    var hasWaiting: Bool { !self.waiting.isEmpty }

    var eventsAside: Set<EventID> { Set(self.entries.filter { self.aside.contains($0.position) }.map(\.event.id)) }

    var eventsEverAside: Set<EventID> {
        Set(self.entries.filter { self.everAside.contains($0.position) }.map(\.event.id))
    }

    mutating func add(_ event: CallEvent) {
        let position = Int64(self.entries.count + 1)
        self.entries.append(OutboxEntry(position: position, event: event))
        self.waiting.insert(position)
    }

    func undelivered(atMost count: Int) -> [OutboxEntry] {
        Array(self.entries[self.head...].lazy.filter { self.waiting.contains($0.position) }.prefix(count))
    }

    mutating func delivered(through position: Int64) {
        guard position > self.head else { return }
        for entry in self.entries[self.head..<Int(position)] { self.waiting.remove(entry.position) }
        self.head = Int(position)
    }

    mutating func setAside(_ positions: [Int64]) {
        self.waiting.subtract(positions)
        self.aside.formUnion(positions)
        self.everAside.formUnion(positions)
    }

    mutating func takeBack(atMost limit: Int) -> [Int64]? {
        guard self.aside.count <= limit else { return nil }
        defer { self.aside = [] }
        self.head = 0
        self.waiting.formUnion(self.aside)
        return self.aside.sorted()
    }
}
