// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
internal import Tracing

/// A span while it lasts, shared by its copies.
final class SpanRecording: Sendable {
    private struct State {
        var record: SpanRecord
        var isOpen = true
    }

    private let state: Mutex<State>
    private let limits: SpanLimits
    private let finish: @Sendable (SpanRecord) -> Void

    /// `finish` is called once, when the span ends.
    init(_ record: SpanRecord, limits: SpanLimits, finish: @escaping @Sendable (SpanRecord) -> Void) {
        self.state = Mutex(State(record: record))
        self.limits = limits
        self.finish = finish
    }

    var isOpen: Bool { self.state.withLock(\.isOpen) }

    func read<Value: Sendable>(_ value: (SpanRecord) -> Value) -> Value {
        self.state.withLock { value($0.record) }
    }

    func update(_ change: (inout SpanRecord) -> Void) {
        self.state.withLock { state in
            if state.isOpen { change(&state.record) }
        }
    }

    func setAttributes(_ attributes: SpanAttributes) {
        let (kept, dropped) = Self.bounded(attributes, to: self.limits.attributes)
        self.update { record in
            record.attributes = kept
            record.droppedAttributes += dropped
        }
    }

    func addEvent(_ event: SpanEvent) {
        self.update { record in
            guard record.events.count < self.limits.events else { return record.droppedEvents += 1 }
            record.events.append(event)
        }
    }

    func addLink(_ link: SpanLink) {
        self.update { record in
            guard record.links.count < self.limits.links else { return record.droppedLinks += 1 }
            record.links.append(link)
        }
    }

    func end(at instant: UInt64) {
        let record = self.state.withLock { state -> SpanRecord? in
            guard state.isOpen else { return nil }
            state.isOpen = false
            // A wall clock may have been set back meanwhile.
            state.record.end = max(instant, state.record.start)
            return state.record
        }
        if let record { self.finish(record) }
    }

    /// The first by name, so that which ones are kept does not depend on chance.
    private static func bounded(_ attributes: SpanAttributes, to limit: Int) -> (SpanAttributes, dropped: Int) {
        guard attributes.count > limit else { return (attributes, 0) }
        var names: [String] = []
        attributes.forEach { name, _ in names.append(name) }
        var kept = SpanAttributes([:])
        for name in names.sorted().prefix(limit) { kept.set(name, value: attributes.get(name)) }
        return (kept, attributes.count - limit)
    }
}
