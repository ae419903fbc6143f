// SPDX-License-Identifier: Apache-2.0

/// A call as a store keeps it: the record, which is the fold over its events, and where the numbering stands.
///
/// Events are numbered as they arrive, but they count in the order of their time: when a server comes back from an outage
/// and delivers what it still had, a call may have gone on elsewhere since. What was late then changes nothing about how
/// the call ended.
///
/// ```swift
/// guard let stored = fold.append(event) else {
///     stored = fold.append(event, after: history)   // late: all events of the call are needed
/// }
/// ```
public struct CallFold: Sendable, Hashable {
    /// What the events add up to.
    public private(set) var record: CallRecord
    /// The last sequence number.
    public private(set) var events: Int
    /// The time of the latest event, in microseconds since 1970.
    public private(set) var latest: Int64

    /// The fold of a call without events.
    public init(info: CallInfo) {
        self.init(record: CallRecord(info: info), events: 0, latest: .min)
    }

    /// A fold as it was kept.
    public init(record: CallRecord, events: Int, latest: Int64) {
        self.record = record
        self.events = events
        self.latest = latest
    }

    /// Begins the fold of a call that a store does not know. Throws ``StoreError`` `.rejected` unless the event is that
    /// it was received.
    public static func begin(with event: CallEvent) throws -> CallFold {
        guard case .received(let info) = event.kind, info.id == event.call else {
            throw StoreError(.rejected, "the call \(event.call) was never received; store its `received` event first")
        }
        return CallFold(info: info)
    }

    /// Takes an event into account that is not older than those before; `nil`, and nothing changes, if it is older.
    public mutating func append(_ event: CallEvent) -> StoredCallEvent? {
        let time = event.time.microseconds
        guard time >= self.latest else { return nil }
        self.latest = time
        self.record.apply(event)
        self.events += 1
        return self.numbered(event)
    }

    /// Takes an event into account that may be older than others. `history` holds all events before it.
    public mutating func append(_ event: CallEvent, after history: [StoredCallEvent]) -> StoredCallEvent {
        if let stored = self.append(event) { return stored }
        self.events += 1
        let all = history + [StoredCallEvent(event: event, sequence: self.events, line: nil)]
        self.record = Self.record(self.record.info, of: all)
        return self.numbered(event)
    }

    /// The record that events add up to, in the order of their time; those of the same time as they were stored.
    public static func record(_ info: CallInfo, of events: [StoredCallEvent]) -> CallRecord {
        var record = CallRecord(info: info)
        for stored in Self.inOrder(events) { record.apply(stored.event) }
        return record
    }

    /// The lines that events hold, in the order of speech, numbered from 1.
    public static func transcript(of events: [StoredCallEvent]) -> [TranscriptLine] {
        var lines: [TranscriptLine] = []
        for stored in Self.inOrder(events) {
            guard case .spoken(let line) = stored.event.kind else { continue }
            let number = lines.count + 1
            lines.append(TranscriptLine(number: number, id: stored.event.id, time: stored.event.time, line: line))
        }
        return lines
    }

    /// Events in the order in which they count.
    public static func inOrder(_ events: [StoredCallEvent]) -> [StoredCallEvent] {
        events.sorted {
            let (left, right) = ($0.event.time.microseconds, $1.event.time.microseconds)
            return left == right ? $0.sequence < $1.sequence : left < right
        }
    }

    private func numbered(_ event: CallEvent) -> StoredCallEvent {
        var line: Int?
        if case .spoken = event.kind { line = self.record.lines }
        return StoredCallEvent(event: event, sequence: self.events, line: line)
    }
}
