// SPDX-License-Identifier: Apache-2.0

/// The faults of one connection.
struct EngineFaults: Sendable {
    /// The end that a connection comes to.
    struct Ending: Sendable {
        var kind: DeepgramFault.Kind
        var at: Duration
    }

    private let faults: [DeepgramFault]
    /// Ends and stalls in order of time.
    private var endings: [Ending] = []
    private var postponed: Postponed?

    private struct Postponed: Sendable {
        var ending: Ending
        var until: Duration
    }

    /// Which of the service's faults meet a connection with this number.
    init(_ faults: [DeepgramFault], number: Int, openedAt: Duration, random: inout SimulationRandom) {
        self.faults = faults.filter { $0.concerns(number) }
        for fault in self.faults where fault.kind.comesOnce {
            guard let time = Self.time(of: fault, openedAt: openedAt, random: &random) else { continue }
            self.endings.append(Ending(kind: fault.kind, at: time))
        }
        self.endings.sort { $0.at < $1.at }
    }

    private static func time(
        of fault: DeepgramFault,
        openedAt: Duration,
        random: inout SimulationRandom
    ) -> Duration? {
        if let absence = fault.absence { return absence.upperBound > openedAt ? absence.lowerBound : nil }
        var after = fault.after ?? .seconds(1) + random.duration(upTo: .seconds(4))
        if case .time = fault.scope, fault.after == nil { after = .zero }
        after = max(.zero, after - fault.jitter + random.duration(upTo: fault.jitter * 2))
        guard case .time(let range) = fault.scope else { return openedAt + after }
        let time = max(openedAt + after, range.lowerBound)
        return time < range.upperBound ? time : nil
    }

    /// When the next comes.
    var nextEnding: Duration? {
        guard let postponed, let first = self.endings.first else {
            return self.postponed?.until ?? self.endings.first?.at
        }
        return min(postponed.until, first.at)
    }

    mutating func takeEnding(now: Duration) -> Ending? {
        if let postponed, postponed.until <= now {
            self.postponed = nil
            return postponed.ending
        }
        guard let first = self.endings.first, first.at <= now else { return nil }
        return self.endings.removeFirst()
    }

    /// It comes to this end a little later.
    mutating func postpone(_ ending: Ending, to time: Duration) {
        self.postponed = Postponed(ending: ending, until: time)
    }

    /// Whether a fault is in force now.
    func has(_ kind: DeepgramFault.Kind, now: Duration) -> Bool {
        self.faults.contains { $0.kind == kind && $0.isActive(at: now) }
    }

    /// What a search finds among the faults in force now.
    func first<T>(now: Duration, _ find: (DeepgramFault) -> T?) -> T? {
        for fault in self.faults where fault.isActive(at: now) {
            if let found = find(fault) { return found }
        }
        return nil
    }

    var missesSpeechFinal: Bool { self.faults.contains { $0.kind == .missingSpeechFinal } }
    var missesUtteranceEnd: Bool { self.faults.contains { $0.kind == .missingUtteranceEnd } }
    /// Anything that changes or adds messages.
    var isEmpty: Bool { self.faults.isEmpty }
}

extension DeepgramFault.Kind {
    /// Happens at one moment of a connection.
    fileprivate var comesOnce: Bool {
        switch self {
        case .close, .drop, .reset, .halfOpen, .stall, .away: true
        default: false
        }
    }
}
