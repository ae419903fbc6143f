// SPDX-License-Identifier: Apache-2.0

import CallCore

extension CallStoreConformance {
    /// Calls that are forgotten.
    static let erasing: [Check] = [
        Check("erases the calls of an address, whoever called whom, and no others") { store in
            for number in 1...6 {
                try await Self.hold(number, in: store) { info in
                    if number == 2 || number == 5 { info.from = "+12025550177" }
                    if number == 3 { info.to = "+12025550177" }
                }
            }
            let count = try await store.erase(.address("+12025550177"), limit: 100)
            try ConformanceFailure.requireEqual(count, 3, "erased calls")
            try await Self.expectErased([2, 3, 5], in: store)
            try await Self.expectWhole([1, 4, 6], in: store)
        },
        Check("compares the address to be erased byte by byte") { store in
            try await Self.hold(1, in: store) { $0.from = "caf\u{E9}" }
            try await Self.hold(2, in: store) { $0.from = "cafe\u{301}" }
            for address in ["cafe", "CAF\u{C9}", "%", "caf_", ""] {
                let count = try await store.erase(.address(address), limit: 100)
                try ConformanceFailure.requireEqual(count, 0, "erased calls of \(address)")
            }
            let count = try await store.erase(.address("cafe\u{301}"), limit: 100)
            try ConformanceFailure.requireEqual(count, 1, "erased calls")
            try await Self.expectWhole([1], in: store)
        },
        Check("erases the calls received before a time") { store in
            for number in 1...6 { try await Self.hold(number, in: store) }
            let count = try await store.erase(.receivedBefore(EventScript(4).start), limit: 100)
            try ConformanceFailure.requireEqual(count, 3, "erased calls")
            try await Self.expectErased([1, 2, 3], in: store)
            try await Self.expectWhole([4, 5, 6], in: store)
        },
        Check("erases one call") { store in
            for number in 1...3 { try await Self.hold(number, in: store) }
            try ConformanceFailure.requireEqual(
                try await store.erase(.call(EventScript(2).call), limit: 1),
                1,
                "erased calls"
            )
            try ConformanceFailure.requireEqual(
                try await store.erase(.call(EventScript(2).call), limit: 1),
                0,
                "calls erased again"
            )
            try ConformanceFailure.requireEqual(
                try await store.erase(.call(EventScript(9).call), limit: 1),
                0,
                "unknown calls erased"
            )
            try await Self.expectErased([2], in: store)
            try await Self.expectWhole([1, 3], in: store)
        },
        Check("leaves calls alone that go on") { store in
            try await Self.hold(1, in: store)
            var script = EventScript(2)
            let going = [script.received(), script.spoken("word 2")]
            _ = try await store.append(going)
            let selections: [CallSelection] = [
                .address(script.info.from), .address(script.info.to), .receivedBefore(EventScript(9).start),
                .call(script.call),
            ]
            for (index, selection) in selections.enumerated() {
                let count = try await store.erase(selection, limit: 100)
                try ConformanceFailure.requireEqual(count, index == 0 ? 1 : 0, "calls erased by \(selection)")
            }
            try ConformanceFailure.requireEqual(
                try await store.events(of: script.call).map(\.event),
                going,
                "events of the call that goes on"
            )
            let stored = try await store.append([script.event(.status(.completed, duration: 1, sequence: 1))])
            try ConformanceFailure.requireEqual(stored.map(\.sequence), [3], "sequence")
            try ConformanceFailure.requireEqual(
                try await store.erase(.call(script.call), limit: 1),
                1,
                "calls erased when it is over"
            )
        },
        Check("erases no more calls than it may, the oldest first") { store in
            for number in [3, 1, 5, 2, 4] { try await Self.hold(number, in: store) }
            let selection = CallSelection.address(EventScript(1).info.from)
            for limit in [0, -1, Int.min] {
                let count = try await store.erase(selection, limit: limit)
                try ConformanceFailure.requireEqual(count, 0, "calls erased with limit \(limit)")
            }
            try ConformanceFailure.requireEqual(try await store.erase(selection, limit: 2), 2, "erased calls")
            try await Self.expectErased([1, 2], in: store)
            try await Self.expectWhole([3, 4, 5], in: store)
            try ConformanceFailure.requireEqual(try await store.erase(selection, limit: 2), 2, "erased calls")
            try ConformanceFailure.requireEqual(try await store.erase(selection, limit: 2), 1, "erased calls")
            try ConformanceFailure.requireEqual(try await store.erase(selection, limit: 2), 0, "erased calls")
        },
        Check("erases hundreds of calls at once") { store in
            for number in 1...300 { _ = try await store.append(Self.finished(number)) }
            let selection = CallSelection.receivedBefore(EventScript(290).start)
            try ConformanceFailure.requireEqual(try await store.erase(selection, limit: .max), 289, "erased calls")
            try await Self.expectWhole(Array(290...300), in: store)
        },
        Check("finds nothing any more that was said in an erased call") { store in
            try await Self.hold(1, in: store)
            try await Self.hold(2, in: store)
            _ = try await store.erase(.call(EventScript(1).call), limit: 1)
            try await Self.expect("word", ["word 2"], in: store)
            try await Self.expect("1", [], in: store)
            try await Self.expect("wor*", ["word 2"], in: store)
        },
        Check("receives an erased call again as a new one") { store in
            let events = Self.finished(1)
            _ = try await store.append(events)
            _ = try await store.erase(.call(EventScript(1).call), limit: 1)
            let again = try await store.append(events)
            try ConformanceFailure.requireEqual(again.map(\.sequence), Array(1...events.count), "sequences")
            try ConformanceFailure.requireEqual(again.compactMap(\.line), [1], "lines")
            try await Self.expectWhole([1], in: store)
            try await Self.expect("word", ["word 1"], in: store)
        },
        Check("rejects what still comes of a call that was erased") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received(), script.event(.status(.busy, duration: nil, sequence: 1))])
            _ = try await store.erase(.call(script.call), limit: 1)
            let late = script.spoken("too late")
            try await Self.expect(.rejected) { _ = try await store.append([late]) }
        },
        Check("finds no order of an erased call") { store in
            try await Self.hold(1, in: store) { $0.plan = EventScript.plan }
            _ = try await store.erase(.call(EventScript(1).call), limit: 1)
            try ConformanceFailure.require(try await store.call(orderedAs: "order-7") == nil, "the order is known")
        },
    ]

    /// A short call that is over.
    private static func finished(
        _ number: Int,
        _ change: (inout CallInfo) -> Void = { _ in }
    ) -> [CallEvent] {
        var script = EventScript(number)
        var info = script.info
        change(&info)
        return [
            script.event(.received(info)), script.spoken("word \(number)"),
            script.event(.status(.completed, duration: 1, sequence: 1)),
        ]
    }

    private static func hold(
        _ number: Int,
        in store: any CallStore,
        _ change: (inout CallInfo) -> Void = { _ in }
    ) async throws {
        _ = try await store.append(Self.finished(number, change))
    }

    private static func expectErased(_ numbers: [Int], in store: any CallStore) async throws {
        let listed = try await store.calls(CallQuery(limit: 500)).calls.map(\.id)
        for number in numbers {
            let id = EventScript(number).call
            try ConformanceFailure.require(!listed.contains(id), "call \(number) is still listed")
            try ConformanceFailure.require(try await store.call(id) == nil, "call \(number) is still known")
            try ConformanceFailure.requireEqual(try await store.events(of: id), [], "events of call \(number)")
            try ConformanceFailure.requireEqual(try await store.transcript(of: id), [], "transcript of call \(number)")
        }
    }

    /// Fails unless these calls are listed, no others are, and each has all that it had.
    private static func expectWhole(_ numbers: [Int], in store: any CallStore) async throws {
        let listed = try await store.calls(CallQuery(limit: 500)).calls.map(\.id)
        try ConformanceFailure.requireEqual(listed, numbers.reversed().map { EventScript($0).call }, "calls")
        for number in numbers {
            let id = EventScript(number).call
            try ConformanceFailure.requireEqual(try await store.events(of: id).count, 3, "events of call \(number)")
            let lines = try await store.transcript(of: id).map(\.line.text)
            try ConformanceFailure.requireEqual(lines, ["word \(number)"], "transcript of call \(number)")
        }
    }
}
