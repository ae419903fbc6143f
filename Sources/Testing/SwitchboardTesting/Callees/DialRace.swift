// SPDX-License-Identifier: Apache-2.0

import Twilio

/// What happens when several people are called, all at once or one after the other: who picks up first, and what
/// becomes of the others. A pure plan in the call's own time.
struct DialRace: Sendable, Hashable {
    /// Something that happens to one of them.
    struct Event: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case dialled
            case rings
            case answers
            case ends(CallStatus, sipResponse: Int?)
        }

        /// Since the `<Dial>` began.
        var at: Duration
        /// Which of the parties.
        var party: Int
        var kind: Kind
    }

    /// Everything in order; ends with somebody who answers, or with the last who does not.
    private(set) var events: [Event] = []

    init(_ callees: [SimulatedCallee], timeout: Duration, isSequential: Bool) {
        let outcomes = callees.map { $0.outcome(within: timeout) }
        if isSequential {
            var begin = Duration.zero
            for (party, outcome) in outcomes.enumerated() {
                self.add(outcome, of: party, from: begin)
                guard outcome.failure != nil else { break }
                begin += outcome.after
            }
        } else {
            for (party, outcome) in outcomes.enumerated() { self.add(outcome, of: party, from: .zero) }
        }
        // Equal times keep their order: the sort of the standard library is stable.
        self.events.sort { $0.at < $1.at }
        self.cancelLosers()
    }

    private mutating func add(_ outcome: SimulatedCallee.Outcome, of party: Int, from begin: Duration) {
        self.events.append(Event(at: begin, party: party, kind: .dialled))
        if outcome.rings { self.events.append(Event(at: begin, party: party, kind: .rings)) }
        let kind = outcome.failure.map { Event.Kind.ends($0, sipResponse: outcome.sipResponse) } ?? .answers
        self.events.append(Event(at: begin + outcome.after, party: party, kind: kind))
    }

    /// Whoever still rings when somebody answers is given up, before that one is connected.
    private mutating func cancelLosers() {
        guard let winner = self.events.firstIndex(where: { $0.kind == .answers }) else { return }
        let moment = self.events[winner]
        let over = Set(self.events[..<winner].filter { if case .ends = $0.kind { true } else { false } }.map(\.party))
        let begun = Set(self.events[..<winner].map(\.party))
        let losers = begun.subtracting(over).subtracting([moment.party]).sorted()
        self.events.removeSubrange(winner...)
        self.events += losers.map {
            Event(at: moment.at, party: $0, kind: .ends(.canceled, sipResponse: 487))
        }
        self.events.append(moment)
    }

    /// Twilio's one word for a `<Dial>` that nobody answered.
    static func status(of failures: [CallStatus]) -> CallStatus {
        for status in [CallStatus.busy, .noAnswer] where failures.contains(status) { return status }
        return .failed
    }
}
