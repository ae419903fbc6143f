// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// Events that arrive when others that happened after them are there already: their server was away meanwhile.
    static let lateness: [Check] = [
        Check("lets what comes late change nothing about how a call ended") { store in
            let story = LateStory(1)
            _ = try await store.append(story.opening)
            _ = try await store.append(story.elsewhere)
            let before = try await store.call(story.id)
            _ = try await store.append(story.late)
            let after = try await store.call(story.id)
            try ConformanceFailure.requireEqual(after?.termination, .agentHungUp, "termination")
            try ConformanceFailure.requireEqual(after?.status, .completed, "status")
            try ConformanceFailure.requireEqual(after?.duration, 42, "duration")
            try ConformanceFailure.requireEqual(after?.next, .hangUp, "next step")
            try ConformanceFailure.requireEqual(after?.endedAt, before?.endedAt, "end")
            try ConformanceFailure.requireEqual(after?.isActive, false, "whether it goes on")
            try ConformanceFailure.requireEqual(after?.streams, 2, "streams")
            try ConformanceFailure.requireEqual(after?.lines, 5, "lines")
            try ConformanceFailure.requireEqual(after, story.record, "record")
        },
        Check("counts what comes late as if it had come in time") { store in
            // A terminal status is sticky, and the earlier one is the one that sticks.
            var script = EventScript(1)
            _ = try await store.append([
                script.received(), script.event(.status(.completed, duration: 9, sequence: 2), at: 20),
            ])
            _ = try await store.append([script.event(.status(.failed, duration: 3, sequence: 1), at: 10)])
            let record = try await store.call(script.call)
            try ConformanceFailure.requireEqual(record?.status, .failed, "status")
            try ConformanceFailure.requireEqual(record?.duration, 3, "duration")
            try ConformanceFailure.requireEqual(record?.endedAt, script.start.addingTimeInterval(10), "end")
        },
        Check("gives the transcript in the order of speech, numbered from 1, whatever came first") { store in
            let story = LateStory(1)
            let stored = try await store.append(story.opening + story.elsewhere + story.late)
            let lines = try await store.transcript(of: story.id)
            try ConformanceFailure.requireEqual(lines.map(\.line.text), ["a", "b", "c", "d", "e"], "lines")
            try ConformanceFailure.requireEqual(lines.map(\.number), [1, 2, 3, 4, 5], "numbers")
            // The events stay in the order in which they came.
            let events = try await store.events(of: story.id)
            try ConformanceFailure.requireEqual(events, stored, "events")
            try ConformanceFailure.requireEqual(events.map(\.sequence), Array(1...events.count), "sequences")
            try ConformanceFailure.requireEqual(events.compactMap(\.line), [1, 2, 3, 4, 5], "lines as they came")
            try ConformanceFailure.requireEqual(
                events.compactMap(\.event.spokenText),
                ["a", "d", "e", "b", "c"],
                "texts as they came"
            )
        },
        Check("gives lines of the same time in the order in which they came") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received(), script.spoken("z", at: 5), script.spoken("a", at: 5)])
            _ = try await store.append([script.spoken("m", at: 5), script.spoken("first", at: 4)])
            let lines = try await store.transcript(of: script.call)
            try ConformanceFailure.requireEqual(lines.map(\.line.text), ["first", "z", "a", "m"], "lines")
            try ConformanceFailure.requireEqual(lines.map(\.number), [1, 2, 3, 4], "numbers")
        },
        Check("comes to the same record and transcript in whatever order three batches arrive") { store in
            let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
            for (number, order) in orders.enumerated() {
                let story = LateStory(number + 1)
                let batches = [story.early, story.late, story.elsewhere]
                _ = try await store.append([story.received])
                for index in order { _ = try await store.append(batches[index]) }
                let record = try await store.call(story.id)
                try ConformanceFailure.requireEqual(record, story.record, "record after \(order)")
                let lines = try await store.transcript(of: story.id)
                try ConformanceFailure.requireEqual(
                    lines.map(\.line.text),
                    ["a", "b", "c", "d", "e"],
                    "after \(order)"
                )
                try ConformanceFailure.requireEqual(lines.map(\.number), [1, 2, 3, 4, 5], "numbers after \(order)")
            }
        },
        Check("takes a batch whose events are in the wrong order") { store in
            let story = LateStory(1)
            let rest = story.early + story.late + story.elsewhere
            _ = try await store.append([story.received] + rest.reversed())
            try ConformanceFailure.requireEqual(try await store.call(story.id), story.record, "record")
            let lines = try await store.transcript(of: story.id)
            try ConformanceFailure.requireEqual(lines.map(\.line.text), ["a", "b", "c", "d", "e"], "lines")
        },
    ]
}
