// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

@testable import PostgreSQL

/// A pool's decisions against a world that is made of random numbers: a server that comes and goes, queries that take
/// long, connections that break, people who lose patience. It keeps books of its own, and complains of what must not
/// be.
struct PoolSimulation {
    private enum Connection: Equatable {
        case opening
        case open(holder: Int?, isChecked: Bool)
        /// Told to close; how it will be heard of.
        case closing(wasOpening: Bool)
    }

    private struct Planned {
        let time: Duration
        let order: Int
        let event: PoolEvent
    }

    var pool: PoolState
    private var generator: SeededGenerator
    private var now = Duration.zero
    private var planned: [Planned] = []
    private var orders = 0
    private var connections: [Int: Connection] = [:]
    /// Who waits, in the order in which they came.
    private var queue: [(id: Int, until: Duration)] = []
    private var nextPerson = 0
    private(set) var complaints: [String] = []
    private(set) var lent = 0
    private(set) var refused = 0
    private(set) var isFinished = false
    private var isServerThere = true
    private var isShutDown = false

    init(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let size = Int.random(in: 1...6, using: &generator)
        self.pool = PoolState(
            PostgresPoolSettings(
                size: size,
                minimum: Int.random(in: 0...size, using: &generator),
                maximumWaiting: Int.random(in: 0...12, using: &generator),
                idleLimit: .milliseconds(Int.random(in: 50...5000, using: &generator)),
                lifeLimit: .milliseconds(Int.random(in: 100...20_000, using: &generator)),
                lifeJitter: Double.random(in: 0...1, using: &generator),
                checkAfterIdle: .milliseconds([0, 20, 2000].randomElement(using: &generator) ?? 0),
                backoff: Backoff(first: .milliseconds(20), cap: .seconds(2)),
                breaker: CircuitBreakerPolicy(
                    trip: .failures(Int.random(in: 1...4, using: &generator), within: .seconds(5)),
                    openTime: Backoff(first: .milliseconds(100), cap: .seconds(3), jitter: .half)
                )
            )
        )
        self.generator = generator
    }

    /// Lets so many things happen, shuts down, and looks at what is left.
    mutating func run(steps: Int) {
        self.send(.tick)
        for _ in 0..<steps {
            self.disturb()
            self.advance()
        }
        self.isShutDown = true
        self.send(.shutdown(until: self.now + .milliseconds(Int.random(in: 0...500, using: &self.generator))))
        var left = 10_000
        while !self.isFinished, left > 0, self.advance() { left -= 1 }
        if !self.isFinished { self.complain("the shutdown does not end") }
        if !self.connections.isEmpty { self.complain("connections leaked: \(self.connections)") }
        if !self.queue.isEmpty { self.complain("nobody answered \(self.queue)") }
    }

    // MARK: The world

    private mutating func disturb() {
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0..<9: self.want()
        case 9: self.isServerThere.toggle()
        case 10:
            if let person = self.queue.randomElement(using: &self.generator) {
                self.queue.removeAll { $0.id == person.id }
                self.send(.withdrawn(person.id))
            }
        case 11:
            let open = self.connections.filter { if case .open = $0.value { true } else { false } }.keys.sorted()
            if let id = open.randomElement(using: &self.generator) { self.closed(id) }
        case 12: self.plan(.tick, within: 100)
        default: break
        }
    }

    private mutating func want() {
        self.nextPerson += 1
        let until = self.now + .milliseconds(Int.random(in: 0...1000, using: &self.generator))
        self.queue.append((self.nextPerson, until))
        self.send(.wanted(by: self.nextPerson, until: until))
    }

    /// Goes on to what happens next: something planned, or the pool's own time. `false`: nothing will ever happen.
    @discardableResult
    private mutating func advance() -> Bool {
        let next = self.planned.min { ($0.time, $0.order) < ($1.time, $1.order) }
        let tick = self.pool.nextTick
        switch (next, tick) {
        case (nil, nil): return false
        case (let next?, let tick) where tick.map({ next.time <= $0 }) ?? true:
            self.planned.removeAll { $0.order == next.order }
            self.now = max(self.now, next.time)
            self.happen(next.event)
        case (_, let tick?):
            self.now = tick
            self.send(.tick)
        default: return false
        }
        return true
    }

    private mutating func plan(_ event: PoolEvent, within milliseconds: Int) {
        self.orders += 1
        let delay = Duration.milliseconds(Int.random(in: 0...milliseconds, using: &self.generator))
        self.planned.append(Planned(time: self.now + delay, order: self.orders, event: event))
    }

    private mutating func happen(_ event: PoolEvent) {
        switch event {
        case .connected(let id):
            // Told to close while it was opened: it is opened all the same, or not.
            if self.connections[id] == .closing(wasOpening: true) {
                if Bool.random(using: &self.generator) {
                    self.send(event)
                    return self.closed(id)
                }
                self.connections[id] = nil
                return self.send(.connectFailed(id, isFinal: false))
            }
            self.connections[id] = .open(holder: nil, isChecked: false)
        case .connectFailed(let id, _): self.connections[id] = nil
        case .released(let id, _):
            // Broken meanwhile, or cut off; whoever had it gives it back all the same.
            if case .open(_?, _)? = self.connections[id] { self.connections[id] = .open(holder: nil, isChecked: false) }
        case .checked(let id, _):
            guard case .open(nil, true)? = self.connections[id] else { return self.send(event) }
            self.connections[id] = .open(holder: nil, isChecked: false)
        case .closed(let id): return self.closed(id)
        default: break
        }
        self.send(event)
    }

    private mutating func closed(_ id: Int) {
        guard self.connections.removeValue(forKey: id) != nil else { return }
        self.send(.closed(id))
    }

    // MARK: The pool

    private mutating func send(_ event: PoolEvent) {
        let actions = self.pool.handle(event, at: self.now, using: &self.generator)
        for action in actions { self.perform(action) }
        self.inspect()
    }

    private mutating func perform(_ action: PoolAction) {
        switch action {
        case .connect(let id):
            if self.isShutDown { self.complain("connects after the shutdown") }
            let fails = !self.isServerThere || Int.random(in: 0..<10, using: &self.generator) == 0
            self.connections[id] = .opening
            self.plan(
                fails
                    ? .connectFailed(id, isFinal: Int.random(in: 0..<10, using: &self.generator) == 0) : .connected(id),
                within: 300
            )
        case .check(let id): self.check(id)
        case .close(let id, _): self.close(id)
        case .lend(let id, let person): self.lend(id, person)
        case .refuse(let person, let refusal): self.refuse(person, refusal)
        case .tell: break
        case .finished:
            if self.isFinished { self.complain("finished twice") }
            self.isFinished = true
        }
    }

    private mutating func lend(_ id: Int, _ person: Int) {
        guard self.connections[id] == .open(holder: nil, isChecked: false) else {
            return self.complain("lends \(id), which is \(String(describing: self.connections[id]))")
        }
        guard let first = self.queue.first, first.id == person else {
            return self.complain("\(person) jumps the queue")
        }
        if first.until <= self.now { self.complain("\(person) is served after its time") }
        self.queue.removeFirst()
        self.lent += 1
        self.connections[id] = .open(holder: person, isChecked: false)
        let isReusable = Int.random(in: 0..<10, using: &self.generator) > 0
        self.plan(.released(id, isReusable: isReusable), within: 600)
    }

    private mutating func refuse(_ person: Int, _ refusal: PoolAction.Refusal) {
        guard let place = self.queue.firstIndex(where: { $0.id == person }) else {
            return self.complain("\(person) is answered twice")
        }
        if case .timedOut = refusal, self.queue[place].until > self.now { self.complain("\(person) timed out early") }
        self.queue.remove(at: place)
        self.refused += 1
    }

    private mutating func check(_ id: Int) {
        guard self.connections[id] == .open(holder: nil, isChecked: false) else {
            return self.complain("checks \(id), which is \(String(describing: self.connections[id]))")
        }
        self.connections[id] = .open(holder: nil, isChecked: true)
        self.plan(.checked(id, isAlive: Int.random(in: 0..<5, using: &self.generator) > 0), within: 200)
    }

    private mutating func close(_ id: Int) {
        switch self.connections[id] {
        case .opening: self.connections[id] = .closing(wasOpening: true)
        case .open(let holder, _):
            if holder != nil, !self.isShutDown { self.complain("closes \(id) in \(holder ?? 0)'s hands") }
            self.connections[id] = .closing(wasOpening: false)
            self.plan(.closed(id), within: 50)
        case .closing, nil: self.complain("closes \(id) twice")
        }
    }

    // MARK: The books

    private mutating func inspect() {
        let snapshot = self.pool.snapshot
        if self.connections.count > self.pool.settings.size { self.complain("\(self.connections.count) connections") }
        if snapshot.size > self.pool.settings.size { self.complain("counts \(snapshot.size) connections") }
        if snapshot.waiting != self.queue.count { self.complain("\(snapshot.waiting) wait, not \(self.queue.count)") }
        if let late = self.queue.first(where: { $0.until <= self.now }) { self.complain("\(late.id) still waits") }
        let waits = self.queue.count
        if waits > self.pool.settings.maximumWaiting + self.pool.settings.size { self.complain("\(waits) wait") }
        let tick = self.pool.nextTick ?? .seconds(1_000_000)
        for slot in self.pool.slots.values where slot.idleSince != nil && slot.end < tick {
            self.complain("sleeps until \(tick), when a connection is too old at \(slot.end)")
        }
        for (id, _) in self.connections where self.pool.slots[id] == nil { self.complain("\(id) is forgotten") }
    }

    private mutating func complain(_ text: String) {
        if self.complaints.count < 10 { self.complaints.append("at \(self.now): \(text)") }
    }
}
#endif
