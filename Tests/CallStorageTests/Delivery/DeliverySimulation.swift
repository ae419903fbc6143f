// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage

/// One server's delivery in virtual time: events come, the store fails in every way, the process dies between any two
/// effects. The journal and the store live on; the machine does not.
struct DeliverySimulation {
    enum Fault: CaseIterable {
        case away
        /// Every batch of more than three times out.
        case slow
        /// Kept, but the answer is lost.
        case unknown
        case hangs
        case hangsAndKeeps
        case refusesAll
    }

    struct FaultTime {
        let fault: Fault
        let from: Duration
        let to: Duration
    }

    private(set) var journal = SimulatedJournal()
    private(set) var shared: SimulatedShared
    private(set) var now = Duration.zero
    private(set) var crashes = 0
    private(set) var steps = 0
    /// When the last event was settled.
    private(set) var drained = Duration.zero
    /// The end of all faults, crashes and new events.
    private(set) var faultsEnd = Duration.zero
    private var arrivals: [(time: Duration, event: CallEvent)] = []
    private var faults: [FaultTime] = []
    private var machine: DeliveryMachine
    private var random: DeliverySeed
    private let limits: DeliveryLimits

    init(seed: UInt64) {
        var random = DeliverySeed(seed)
        var limits = DeliveryLimits()
        limits.batch = [1, 3, 8, 20, 500].randomElement(using: &random) ?? 1
        limits.firstBatch = Int.random(in: 1...8, using: &random)
        limits.strikes = Int.random(in: 3...6, using: &random)
        limits.secondChance = .seconds(30)
        self.limits = limits
        self.machine = DeliveryMachine(limits)
        self.shared = SimulatedShared()
        self.random = random
        self.plan()
    }

    // MARK: The plan

    private mutating func plan() {
        for number in 1...Int.random(in: 1...8, using: &self.random) { self.planCall(number) }
        self.arrivals.sort { $0.time < $1.time }
        var time = Duration.zero
        for _ in 0..<Int.random(in: 0...4, using: &self.random) {
            time += .milliseconds(Int.random(in: 0...15_000, using: &self.random))
            let from = time
            time += .milliseconds(Int.random(in: 100...15_000, using: &self.random))
            var fault = Fault.allCases.randomElement(using: &self.random) ?? .away
            // Twice is too often: what was refused twice for no reason stays aside until the next start.
            if fault == .refusesAll, self.faults.contains(where: { $0.fault == .refusesAll }) { fault = .away }
            self.faults.append(FaultTime(fault: fault, from: from, to: time))
        }
        self.faultsEnd = max(self.arrivals.last?.time ?? .zero, time)
        // The next caller: without him nobody could tell whether the store refuses the last events or everything.
        var next = DeliveryScript(9)
        for event in next.whole() { self.arrivals.append((self.faultsEnd + .seconds(5), event)) }
    }

    private mutating func planCall(_ number: Int) {
        var script = DeliveryScript(number)
        var time = Duration.milliseconds(Int.random(in: 0...20_000, using: &self.random))
        let events = script.whole(lines: Int.random(in: 0...25, using: &self.random))
        var poisonInARow = 0
        for (index, event) in events.enumerated() {
            self.arrivals.append((time, event))
            time += .milliseconds(Int.random(in: 0...1_500, using: &self.random))
            // Three in a row would speak against the call.
            let isPoison = poisonInARow < 2 && self.random.chance(index == 0 ? 5 : 8)
            poisonInARow = isPoison ? poisonInARow + 1 : 0
            if isPoison { self.shared.poison.insert(event.id) }
        }
    }

    // MARK: The run

    mutating func run() {
        let end = self.faultsEnd + .seconds(150)
        var step = self.machine.start()
        while self.now < end {
            self.steps += 1
            self.pass(.microseconds(Int.random(in: 100...3_000, using: &self.random)))
            guard let outcome = self.perform(step) else {
                self.crashes += 1
                self.pass(.milliseconds(Int.random(in: 1...3_000, using: &self.random)))
                self.machine = DeliveryMachine(self.limits)
                step = self.machine.start()
                continue
            }
            step = self.machine.next(after: outcome, at: self.now, using: &self.random)
        }
    }

    private var isFaulty: Bool { self.now < self.faultsEnd }

    private mutating func pass(_ time: Duration) {
        self.now += time
        while let first = self.arrivals.first, first.time <= self.now {
            self.journal.add(first.event)
            self.arrivals.removeFirst()
        }
        if self.journal.hasWaiting { self.drained = self.now }
    }

    /// Dies, now and then, between any two effects.
    private mutating func dies() -> Bool { self.isFaulty && self.random.chance(2) }

    /// `nil` when the process dies.
    private mutating func perform(_ step: DeliveryMachine.Step) -> DeliveryMachine.Outcome? {
        if self.dies() { return nil }
        let doesJournalFail = self.isFaulty && self.random.chance(2)
        switch step {
        case .takeBack(let limit):
            return doesJournalFail ? .journalFailed("full") : .tookBack(self.journal.takeBack(atMost: limit))
        case .read(let count, _):
            return doesJournalFail ? .journalFailed("full") : .read(self.journal.undelivered(atMost: count))
        case .setAside(let positions, _):
            if doesJournalFail { return .journalFailed("full") }
            self.journal.setAside(positions)
            return self.dies() ? nil : .setAside
        case .deliver(let group):
            if self.isFaulty, self.random.chance(2) { return .interrupted }
            let outcome = self.append(group)
            if self.dies() { return nil }
            guard outcome == .delivered, let last = group.last else { return outcome }
            if doesJournalFail { return .journalFailed("full") }
            self.journal.delivered(through: last.position)
            return self.dies() ? nil : .delivered
        case .attempt(let entry):
            return self.append([entry])
        case .probe:
            return .probed(![.away, .hangs].contains(self.fault))
        case .idle(let limit):
            return self.idle(atMost: limit)
        case .gather(let limit), .pause(let limit):
            let isHurried = self.random.chance(2)
            self.pass(isHurried ? limit / 2 : limit)
            return isHurried ? .hurried : .waited
        }
    }

    private mutating func idle(atMost limit: Duration) -> DeliveryMachine.Outcome {
        guard let next = self.arrivals.first?.time, next <= self.now + limit else {
            self.pass(limit)
            return .waited
        }
        self.pass(next - self.now)
        return .notified
    }

    private var fault: Fault? { self.faults.first { $0.from <= self.now && self.now < $0.to }?.fault }

    private mutating func append(_ group: [OutboxEntry]) -> DeliveryMachine.Outcome {
        self.pass(.milliseconds(Int.random(in: 1...40, using: &self.random)))
        let fault = self.fault
        switch fault {
        case .away?:
            return .failed("away", wantsSmallerBatch: false)
        case .slow? where group.count > 3:
            self.pass(.seconds(8))
            return .failed("statement time-out", wantsSmallerBatch: true)
        case .refusesAll?:
            return .refused("no such table")
        case .hangs?:
            self.pass(.seconds(20))
            return .failed("no answer", wantsSmallerBatch: true)
        default:
            break
        }
        guard self.shared.append(group.map(\.event)) else { return .refused("never") }
        if fault == .hangsAndKeeps {
            self.pass(.seconds(20))
            return .failed("no answer", wantsSmallerBatch: true)
        }
        return fault == .unknown ? .failed("connection lost", wantsSmallerBatch: false) : .delivered
    }
}
