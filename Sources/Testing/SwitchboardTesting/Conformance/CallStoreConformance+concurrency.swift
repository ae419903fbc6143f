// SPDX-License-Identifier: Apache-2.0

import CallCore

extension CallStoreConformance {
    /// Several writers at once.
    static let concurrency: [Check] = [
        Check("loses and doubles nothing when several tasks append at once") { store in
            var opening = EventScript(1)
            _ = try await store.append([opening.received()])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        var script = EventScript(1)
                        // Every writer has its own range of event names.
                        for _ in 0..<writer * 1_000 { _ = script.spoken("") }
                        for batch in 0..<5 {
                            _ = try await store.append(script.spoken(["\(writer).\(batch).a", "\(writer).\(batch).b"]))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let events = try await store.events(of: opening.call)
            try ConformanceFailure.requireEqual(events.map(\.sequence), Array(1...81), "sequences")
            try ConformanceFailure.requireEqual(events.compactMap(\.line), Array(1...80), "lines")
            try ConformanceFailure.requireEqual(Set(events.map(\.event.id)).count, 81, "different events")
        },
        Check("keeps calls apart when several tasks append to them and to one they share") { store in
            var shared = EventScript(100)
            _ = try await store.append([shared.received()])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 {
                    group.addTask {
                        var own = EventScript(writer)
                        var common = EventScript(100, after: writer * 1_000)
                        _ = try await store.append([own.received()])
                        for round in 0..<5 {
                            // Every other writer names the calls the other way round.
                            let lines = [own.spoken("\(writer).\(round)"), common.spoken("\(writer).\(round)")]
                            _ = try await store.append(writer.isMultiple(of: 2) ? lines : lines.reversed())
                        }
                    }
                }
                try await group.waitForAll()
            }
            for number in [1, 2, 3, 4, 5, 6, 7, 8, 100] {
                let events = try await store.events(of: EventScript(number).call)
                let count = number == 100 ? 41 : 6
                try ConformanceFailure.requireEqual(events.map(\.sequence), Array(1...count), "sequences of \(number)")
                let record = try await store.call(EventScript(number).call)
                try ConformanceFailure.requireEqual(record?.lines, count - 1, "lines of \(number)")
            }
        },
        Check("stores an event once when several tasks bring it at the same time") { store in
            var script = EventScript(1)
            let events = [script.received()] + script.spoken((1...20).map { "line \($0)" })
            let answers = try await withThrowingTaskGroup(of: [StoredCallEvent].self) { group in
                for _ in 1...8 { group.addTask { try await store.append(events) } }
                var answers: [[StoredCallEvent]] = []
                for try await answer in group { answers.append(answer) }
                return answers
            }
            let found = try await store.events(of: script.call)
            try ConformanceFailure.requireEqual(found.map(\.event), events, "events")
            for answer in answers { try ConformanceFailure.requireEqual(answer, found, "answer to a writer") }
        },
    ]
}
