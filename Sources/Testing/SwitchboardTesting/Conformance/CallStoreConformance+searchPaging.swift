// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// Pages of what a search found.
    static let searchPaging: [Check] = [
        Check("gives what it finds newest first, by time, over all calls") { store in
            for number in [2, 3, 1] {
                var script = EventScript(number)
                _ = try await store.append([
                    script.received(), script.spoken("word \(number)", at: 10), script.spoken("other", at: 11),
                ])
            }
            try await Self.expect("word", ["word 3", "word 2", "word 1"], in: store)
        },
        Check("puts what came late where it belongs") { store in
            var script = EventScript(1)
            _ = try await store.append([
                script.received(), script.spoken("word 2", at: 20), script.spoken("word 4", at: 40),
            ])
            _ = try await store.append([script.spoken("word 3", at: 30), script.spoken("word 1", at: 10)])
            try await Self.expect("word", ["word 4", "word 3", "word 2", "word 1"], in: store)
        },
        Check("orders lines of the same time by the names of their events") { store in
            var script = EventScript(1)
            let lines = (1...9).map { script.spoken("word \($0)", at: 5) }
            _ = try await store.append([script.event(.received(script.info))] + lines.shuffledTheSameWay)
            try await Self.expect("word", (1...9).reversed().map { "word \($0)" }, in: store)
        },
        Check("pages on undisturbed while new lines arrive") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received()] + script.spoken((1...10).map { "word \($0)" }))
            let first = try await store.search(TranscriptQuery("word", limit: 4))
            try ConformanceFailure.requireEqual(
                first.matches.map(\.line.text),
                ["word 10", "word 9", "word 8", "word 7"],
                "first page"
            )
            _ = try await store.append(script.spoken((11...20).map { "word \($0)" }))
            var rest = TranscriptQuery("word", limit: 4, cursor: first.next)
            let second = try await store.search(rest)
            rest.cursor = second.next
            let third = try await store.search(rest)
            try ConformanceFailure.requireEqual(
                (second.matches + third.matches).map(\.line.text),
                ["word 6", "word 5", "word 4", "word 3", "word 2", "word 1"],
                "second and third page"
            )
            try ConformanceFailure.requireEqual(third.next, nil, "cursor of the last page")
        },
        Check("ends what it finds after a page that is exactly full") { store in
            try await Self.say((1...6).map { "word \($0)" }, in: store)
            var query = TranscriptQuery("word", limit: 3)
            query.cursor = try await store.search(query).next
            let last = try await store.search(query)
            try ConformanceFailure.requireEqual(last.matches.count, 3, "lines of the second page")
            try ConformanceFailure.requireEqual(last.next, nil, "cursor of the last page")
        },
        Check("cuts absurd limits of a search to 1…500") { store in
            try await Self.say((1...3).map { "word \($0)" }, in: store)
            for limit in [0, -7, Int.min] {
                let found = try await store.search(TranscriptQuery("word", limit: limit))
                try ConformanceFailure.requireEqual(found.matches.count, 1, "lines with limit \(limit)")
            }
            let all = try await store.search(TranscriptQuery("word", limit: .max))
            try ConformanceFailure.requireEqual(all.matches.count, 3, "lines with the largest limit")
        },
        Check("finds a word that is in hundreds of lines, page by page") { store in
            try await Self.say((1...499).map { "word \($0)" }, in: store)
            let found = try await Self.all(TranscriptQuery("word", limit: 100), in: store)
            let expected = (1...499).reversed().map { "word \($0)" }
            try ConformanceFailure.requireEqual(found.map(\.line.text), expected, "lines")
        },
        Check("refuses the cursor of a search that is none of its own") { store in
            try await Self.say(["word"], in: store)
            let cursors = [
                "", "nonsense", ".", "1.zz", "1.0g", "' OR 1=1 --", "99999999999999999999.41",
                "1.0190a0b0-0000-7000-8000-00000010000", "1.0190a0b0-0000-7000-8000-0000001000010",
                "x.0190a0b0-0000-7000-8000-000000100001", "1.0190a0b0-0000-7000-8000-00000010000'",
            ]
            for cursor in cursors {
                try await Self.expect(.invalidQuery) {
                    _ = try await store.search(TranscriptQuery("word", cursor: cursor))
                }
            }
        },
    ]
}

extension [CallEvent] {
    /// The events in another order, the same one in every run.
    fileprivate var shuffledTheSameWay: [CallEvent] {
        self.indices.map { self[($0 * 5 + 3) % self.count] }
    }
}
