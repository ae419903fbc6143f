// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// Records, transcripts and events as they come back.
    static let reading: [Check] = [
        Check("can be reached") { store in
            try await store.ping()
        },
        Check("knows nothing of an unknown call") { store in
            let id = EventScript(9).call
            try ConformanceFailure.require(try await store.call(id) == nil, "an unknown call has a record")
            try ConformanceFailure.requireEqual(try await store.events(of: id), [], "events")
            try ConformanceFailure.requireEqual(try await store.transcript(of: id), [], "transcript")
        },
        Check("gives back every kind of event as it was") { store in
            var script = EventScript(1)
            let events = script.everyKind()
            let stored = try await store.append(events)
            let found = try await store.events(of: script.call)
            try ConformanceFailure.requireEqual(found.count, events.count, "number of events")
            for (event, read) in zip(events, found) {
                try ConformanceFailure.requireEqual(read.event, event, "event")
            }
            try ConformanceFailure.requireEqual(found, stored, "events as they were returned")
        },
        Check("folds the events into the record, event by event") { store in
            var script = EventScript(1)
            let events = script.everyKind()
            var expected = CallRecord(info: script.info)
            for event in events {
                _ = try await store.append([event])
                expected.apply(event)
                try ConformanceFailure.requireEqual(try await store.call(script.call), expected, "record")
            }
        },
        Check("keeps what a call was ordered with, and finds it by the order's name") { store in
            var script = EventScript(1)
            var other = EventScript(2)
            var info = script.info
            info.direction = .outbound
            info.plan = EventScript.plan
            _ = try await store.append([other.received(), script.event(.received(info))])
            let found = try await store.call(orderedAs: "order-7")
            try ConformanceFailure.requireEqual(found?.info, info, "call by its order")
            try ConformanceFailure.require(
                try await store.call(orderedAs: "order-8") == nil,
                "an order that never came has a call"
            )
        },
        Check("keeps a terminal status, whatever comes later") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received(), script.event(.status(.completed, duration: 7, sequence: 3))])
            let before = try await store.call(script.call)
            _ = try await store.append([
                script.event(.status(.inProgress, duration: nil, sequence: 1)),
                script.event(.status(.failed, duration: 0, sequence: 4)),
            ])
            let after = try await store.call(script.call)
            try ConformanceFailure.requireEqual(after?.status, .completed, "status")
            try ConformanceFailure.requireEqual(after?.duration, 7, "duration")
            try ConformanceFailure.requireEqual(after?.endedAt, before?.endedAt, "end")
        },
        Check("gives the transcript in order with both speakers") { store in
            var script = EventScript(1)
            let events = [
                script.received(), script.spoken("hello", by: .agent), script.event(.digit("1", at: .zero)),
                script.spoken("when are you open"), script.spoken("at five", by: .agent),
            ]
            _ = try await store.append(events)
            let lines = try await store.transcript(of: script.call)
            try ConformanceFailure.requireEqual(lines.map(\.number), [1, 2, 3], "numbers")
            try ConformanceFailure.requireEqual(lines.map(\.line.speaker), [.agent, .caller, .agent], "speakers")
            try ConformanceFailure.requireEqual(lines.map(\.id), [1, 3, 4].map { events[$0].id }, "event names")
            try ConformanceFailure.requireEqual(lines.map(\.time), [1, 3, 4].map { events[$0].time }, "times")
            try ConformanceFailure.requireEqual(lines[1].line, EventScript.line("when are you open"), "line")
        },
        Check("shows readers whole batches only") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received()])
            let batches = (0..<20).map { _ in script.spoken(["a", "b", "c", "d", "e"]) }
            let id = script.call
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for batch in batches { _ = try await store.append(batch) }
                }
                group.addTask {
                    for _ in 0..<40 {
                        let count = try await store.transcript(of: id).count
                        try ConformanceFailure.require(count.isMultiple(of: 5), "a reader saw \(count) lines")
                    }
                }
                try await group.waitForAll()
            }
        },
    ]

    /// Lists of calls.
    static let paging: [Check] = [
        Check("lists calls newest first, by the time they were received") { store in
            for number in [3, 1, 4, 2] {
                var script = EventScript(number)
                _ = try await store.append([script.received()])
            }
            let page = try await store.calls(CallQuery())
            try ConformanceFailure.requireEqual(
                page.calls.map(\.id),
                [4, 3, 2, 1].map { EventScript($0).call },
                "calls"
            )
            try ConformanceFailure.requireEqual(page.next, nil, "cursor of the only page")
        },
        Check("pages through all calls without gaps or repeats") { store in
            try await Self.receive(1...25, in: store)
            let pages = try await Self.pages(of: store, limit: 10)
            try ConformanceFailure.requireEqual(pages.map(\.count), [10, 10, 5], "sizes of the pages")
            try ConformanceFailure.requireEqual(pages.joined().map(\.self), Self.ids((1...25).reversed()), "calls")
        },
        Check("ends after a page that is exactly full") { store in
            try await Self.receive(1...20, in: store)
            try ConformanceFailure.requireEqual(
                try await Self.pages(of: store, limit: 10).map(\.count),
                [10, 10],
                "pages"
            )
        },
        Check("pages on undisturbed while new calls arrive") { store in
            try await Self.receive(1...10, in: store)
            let first = try await store.calls(CallQuery(limit: 5))
            try await Self.receive(11...20, in: store)
            let second = try await store.calls(CallQuery(limit: 10, cursor: first.next))
            try ConformanceFailure.requireEqual(second.calls.map(\.id), Self.ids([5, 4, 3, 2, 1]), "second page")
        },
        Check("pages through calls received at the same moment") { store in
            for number in 1...9 {
                var script = EventScript(number, at: 0)
                _ = try await store.append([script.received()])
            }
            let pages = try await Self.pages(of: store, limit: 2)
            try ConformanceFailure.requireEqual(Set(pages.joined()).count, 9, "different calls")
            try ConformanceFailure.requireEqual(pages.joined().count, 9, "calls")
        },
        Check("lists what is going on and what is over") { store in
            try await Self.receive(1...6, in: store)
            for number in [2, 4] {
                var script = EventScript(number)
                _ = script.received()
                _ = try await store.append([script.event(.status(.completed, duration: 1, sequence: 1))])
            }
            let active = try await store.calls(CallQuery(isActive: true))
            let over = try await store.calls(CallQuery(isActive: false))
            try ConformanceFailure.requireEqual(active.calls.map(\.id), Self.ids([6, 5, 3, 1]), "active calls")
            try ConformanceFailure.requireEqual(over.calls.map(\.id), Self.ids([4, 2]), "calls that are over")
        },
        Check("cuts absurd limits to 1…500") { store in
            try await Self.receive(1...3, in: store)
            for limit in [0, -7, Int.min] {
                let page = try await store.calls(CallQuery(limit: limit))
                try ConformanceFailure.requireEqual(page.calls.count, 1, "calls with limit \(limit)")
            }
            let all = try await store.calls(CallQuery(limit: .max))
            try ConformanceFailure.requireEqual(all.calls.count, 3, "calls with the largest limit")
        },
        Check("refuses a cursor that is none of its own") { store in
            for cursor in ["", "nonsense", ".", "1.zz", "1.0g", "1.abc", "' OR 1=1 --", "99999999999999999999.41"] {
                try await Self.expect(.invalidQuery) { _ = try await store.calls(CallQuery(cursor: cursor)) }
            }
        },
    ]

    private static func ids(_ numbers: some Sequence<Int>) -> [CallID] { numbers.map { EventScript($0).call } }

    private static func receive(_ numbers: ClosedRange<Int>, in store: any CallStore) async throws {
        for number in numbers {
            var script = EventScript(number)
            _ = try await store.append([script.received()])
        }
    }

    private static func pages(of store: any CallStore, limit: Int) async throws -> [[CallID]] {
        var pages: [[CallID]] = []
        var cursor: String?
        repeat {
            let page = try await store.calls(CallQuery(limit: limit, cursor: cursor))
            pages.append(page.calls.map(\.id))
            cursor = page.next
            try ConformanceFailure.require(pages.count < 100, "the pages have no end")
        } while cursor != nil
        return pages
    }
}
