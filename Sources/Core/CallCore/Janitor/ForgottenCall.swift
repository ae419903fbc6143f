// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What a ``Janitor`` remembers of a call that goes on by the record and has no stream here, and what it decides about
/// it: a pure value.
///
/// ```swift
/// guard call.isDue(at: now), call.hears(quietFor: .seconds(200), bounds) == .ask else { … }
/// let closing = call.takes(.report(report), of: record, quietFor: .seconds(200), bounds)
/// ```
struct ForgottenCall {
    /// What to do about a call after its events were read.
    enum Step: Equatable {
        /// Something has happened not long ago: somebody has it.
        case leave
        /// Find out whether the telephone call is over.
        case ask
    }

    /// What was found out about the telephone call.
    enum Answer {
        /// The carrier's word.
        case report(CarrierReport)
        /// The carrier has never heard of it.
        case unheardOf
        /// The carrier did not answer.
        case failed
        /// There is no carrier to ask, or the call is none of its account's.
        case nobody
    }

    /// When it is worth another look.
    private(set) var dueAt: NIODeadline
    /// Looks in a row that changed nothing.
    private(set) var looks = 0
    /// Looks in a row that found nobody who knows the call.
    private var misses = 0

    init(dueAt: NIODeadline) {
        self.dueAt = dueAt
    }

    func isDue(at now: NIODeadline) -> Bool { self.dueAt <= now }

    /// Puts the next look further off each time; `jitter` (about 1) keeps several servers from asking at once.
    mutating func postpone(from now: NIODeadline, jitter: Double, _ bounds: Janitor.Configuration) {
        let factor = 1 << min(self.looks, 16)
        self.looks += 1
        self.dueAt = now + TimeAmount(min(bounds.patience * factor, bounds.longestDistance) * jitter)
    }

    /// How long nothing has happened in the call, by the record.
    mutating func hears(quietFor quiet: Duration, _ bounds: Janitor.Configuration) -> Step {
        if quiet >= bounds.patience { return .ask }
        self.misses = 0
        return .leave
    }

    /// What the record lacks, by what was found out; nothing while the call goes on, or may.
    ///
    /// A call that nobody knows is looked at twice, and one that nobody can be asked about is given the time a call may
    /// last at all: a clock that leaps, or an answer that is late, ends nothing.
    mutating func takes(
        _ answer: Answer,
        of record: CallRecord,
        quietFor quiet: Duration,
        _ bounds: Janitor.Configuration
    ) -> [CallEvent.Kind] {
        switch answer {
        case .report(let report):
            self.misses = 0
            return report.status.isTerminal ? Self.closing(record, by: report) : []
        case .unheardOf: return self.misses(record, isLong: true)
        case .nobody: return self.misses(record, isLong: quiet >= bounds.unconfirmed)
        case .failed: return self.misses(record, isLong: quiet >= bounds.unanswered)
        }
    }

    private mutating func misses(_ record: CallRecord, isLong: Bool) -> [CallEvent.Kind] {
        self.misses = isLong ? self.misses + 1 : 0
        return self.misses >= 2 ? Self.closing(record) : []
    }

    /// The carrier says that it is over; how the conversation ended, where a server would have told that.
    private static func closing(_ record: CallRecord, by report: CarrierReport) -> [CallEvent.Kind] {
        let over = CallEvent.Kind.status(report.status, duration: report.seconds, sequence: nil)
        let lacksEnd =
            switch record.termination {
            case nil: record.streams > 0 || (record.next == nil && report.status == .completed)
            case let end?: end.result == .moved && record.next == .resume
            }
        return lacksEnd ? [.streamEnded(.serverLost), over] : [over]
    }

    /// Nobody knows how it ended. What a conversation that had ended was to be followed by is over, too.
    private static func closing(_ record: CallRecord) -> [CallEvent.Kind] {
        let end = CallEvent.Kind.streamEnded(.endUnknown)
        var closed = record
        closed.apply(CallEvent(id: EventID(rawValue: ""), call: record.id, time: record.info.receivedAt, kind: end))
        return closed.isActive ? [.nextDecided(.hangUp)] : [end]
    }

    /// What the record of a call lacks whose end the carrier has told, long after that.
    static func afterthought(on record: CallRecord) -> [CallEvent.Kind] {
        let isOpen = record.status.isTerminal && record.streams > 0 && record.termination == nil
        return isOpen ? [.streamEnded(.serverLost)] : []
    }
}
