// SPDX-License-Identifier: Apache-2.0

import CallCore

extension CallStoreConformance {
    /// What is stored, how it is counted, and that nothing is stored twice.
    static let appending: [Check] = [
        Check("returns the events in the order they were given, counted from 1") { store in
            var script = EventScript(1)
            let events = [script.received()] + script.spoken(["one", "two", "three"])
            let stored = try await store.append(events)
            try ConformanceFailure.requireEqual(stored.map(\.event), events, "events")
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [1, 2, 3, 4], "sequences")
        },
        Check("counts each call by itself when a batch mixes calls") { store in
            var first = EventScript(1)
            var second = EventScript(2)
            let mixed = [
                first.received(), second.received(), first.spoken("a"), second.spoken("b"), second.spoken("c"),
                first.spoken("d"),
            ]
            let stored = try await store.append(mixed)
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [1, 1, 2, 2, 3, 3], "sequences")
            try ConformanceFailure.requireEqual(stored.map(\.line), [nil, nil, 1, 1, 2, 2], "lines")
        },
        Check("goes on counting in the next batch") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received(), script.spoken("one")])
            let stored = try await store.append([script.event(.digit("1", at: .zero)), script.spoken("two")])
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [3, 4], "sequences")
            try ConformanceFailure.requireEqual(stored.map(\.line), [nil, 2], "lines")
        },
        Check("gives line numbers to spoken lines only") { store in
            var script = EventScript(1)
            let stored = try await store.append(script.everyKind())
            let spoken = stored.filter { if case .spoken = $0.event.kind { true } else { false } }
            try ConformanceFailure.requireEqual(spoken.map(\.line), [1, 2], "lines of spoken events")
            try ConformanceFailure.requireEqual(stored.compactMap(\.line).count, 2, "events with a line")
        },
        Check("stores an event once and returns it as it was stored") { store in
            var script = EventScript(1)
            let line = script.spoken("once")
            let first = try await store.append([script.received(), line, script.spoken("later")])
            var changed = line
            changed.kind = .spoken(EventScript.line("something else"))
            let again = try await store.append([changed, script.spoken("new")])
            try ConformanceFailure.requireEqual(again[0], first[1], "the event that came twice")
            try ConformanceFailure.requireEqual(again[1].sequence, 4, "the next sequence")
            try ConformanceFailure.requireEqual(again[1].line, 3, "the next line")
        },
        Check("stores an event once when a batch holds it twice") { store in
            var script = EventScript(1)
            let line = script.spoken("twice")
            let stored = try await store.append([script.received(), line, line, script.spoken("next")])
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [1, 2, 2, 3], "sequences")
            try ConformanceFailure.requireEqual(try await store.events(of: script.call).count, 3, "stored events")
        },
        Check("gives 1,500 events of one call back whole") { store in
            var script = EventScript(1)
            let events = [script.received()] + script.spoken((1..<1_500).map { "line \($0)" })
            var stored: [StoredCallEvent] = []
            for begin in stride(from: 0, to: events.count, by: 500) {
                stored += try await store.append(Array(events[begin..<begin + 500]))
            }
            try ConformanceFailure.requireEqual(stored.map(\.sequence), Array(1...1_500), "sequences")
            let found = try await store.events(of: script.call)
            try ConformanceFailure.requireEqual(found.count, 1_500, "number of events")
            try ConformanceFailure.require(found == stored, "the events are not those that were stored")
            let lines = try await store.transcript(of: script.call)
            try ConformanceFailure.requireEqual(lines.map(\.number), Array(1...1_499), "numbers of the lines")
            try ConformanceFailure.requireEqual(lines.last?.line.text, "line 1499", "last line")
        },
        Check("does not count a repeated event in the call's record") { store in
            var script = EventScript(1)
            let events = script.everyKind()
            _ = try await store.append(events)
            let before = try await store.call(script.call)
            _ = try await store.append(events)
            try ConformanceFailure.requireEqual(try await store.call(script.call), before, "record")
        },
        Check("keeps a second reception of a call as an event and leaves its record alone") { store in
            var script = EventScript(1)
            var other = script.info
            other.from = "+12025550199"
            _ = try await store.append([script.received(), script.spoken("hello")])
            let stored = try await store.append([script.event(.received(other))])
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [3], "sequence")
            let record = try await store.call(script.call)
            try ConformanceFailure.requireEqual(record?.info, script.info, "facts of the call")
            try ConformanceFailure.requireEqual(record?.lines, 1, "lines")
        },
        Check("takes an empty batch") { store in
            try ConformanceFailure.requireEqual(try await store.append([]), [], "stored events")
        },
        Check("takes a batch of 500 events") { store in
            var script = EventScript(1)
            let events = [script.received()] + script.spoken((1..<500).map { "line \($0)" })
            let stored = try await store.append(events)
            try ConformanceFailure.requireEqual(stored.map(\.sequence), Array(1...500), "sequences")
            try ConformanceFailure.requireEqual(try await store.transcript(of: script.call).count, 499, "lines")
        },
    ]

    /// What is refused, and that a refusal leaves nothing behind.
    static let refusing: [Check] = [
        Check("rejects an event of a call that was never received") { store in
            var script = EventScript(1)
            try await Self.expect(.rejected) { _ = try await store.append([script.spoken("who am I")]) }
            try ConformanceFailure.requireEqual(try await store.events(of: script.call), [], "stored events")
        },
        Check("stores all of a batch or none") { store in
            var good = EventScript(1)
            var unknown = EventScript(2)
            _ = try await store.append([good.received(), good.spoken("before")])
            let lost = good.spoken("lost")
            let batch = [lost, unknown.spoken("never received"), good.spoken("lost too")]
            try await Self.expect(.rejected) { _ = try await store.append(batch) }
            try ConformanceFailure.requireEqual(try await store.events(of: good.call).count, 2, "stored events")
            try ConformanceFailure.requireEqual(try await store.call(good.call)?.lines, 1, "lines of the record")
            let stored = try await store.append([lost])
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [3], "the next sequence")
            try ConformanceFailure.requireEqual(stored.map(\.line), [2], "the next line")
        },
        Check("forgets a call whose first batch was rejected") { store in
            var script = EventScript(1)
            var unknown = EventScript(2)
            let received = script.received()
            try await Self.expect(.rejected) { _ = try await store.append([received, unknown.spoken("x")]) }
            try ConformanceFailure.require(try await store.call(script.call) == nil, "the call is there")
            try ConformanceFailure.requireEqual(try await store.append([received]).map(\.sequence), [1], "sequence")
        },
        Check("rejects a reception whose facts belong to another call") { store in
            var script = EventScript(1)
            let foreign = script.event(.received(EventScript(2).info))
            try await Self.expect(.rejected) { _ = try await store.append([foreign]) }
        },
    ]

    /// Fails unless the body throws a ``CallCore/StoreError`` with this code.
    static func expect(_ code: StoreError.Code, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StoreError {
            try ConformanceFailure.requireEqual(error.code, code, "code of the error")
            return
        }
        throw ConformanceFailure("expected a StoreError \(code), but nothing was thrown")
    }
}
