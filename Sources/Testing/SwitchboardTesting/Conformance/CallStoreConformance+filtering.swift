// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// Lists of some calls only.
    static let filtering: [Check] = [
        Check("lists the calls of a time, the first moment included and the last one not") { store in
            try await Self.receiveSamples(1...12, in: store)
            var query = CallQuery()
            query.receivedFrom = EventScript(4).start
            try await Self.expect(query, Array(4...12), of: store)
            query.receivedBefore = EventScript(9).start
            try await Self.expect(query, Array(4...8), of: store)
            query.receivedFrom = nil
            try await Self.expect(query, Array(1...8), of: store)
            query.receivedFrom = EventScript(4).start.addingTimeInterval(0.000_002)
            query.receivedBefore = EventScript(6).start.addingTimeInterval(0.000_002)
            try await Self.expect(query, [5, 6], of: store)
            query.receivedBefore = query.receivedFrom
            try await Self.expect(query, [], of: store)
        },
        Check("lists the calls from or to an address") { store in
            try await Self.receiveSamples(1...30, in: store)
            for address in SampleCall.addresses + [SampleCall.company, "+12025550", "", "%", "_", "' OR 1=1 --"] {
                var query = CallQuery()
                query.address = address
                let expected = (1...30).filter { SampleCall(number: $0).includes(address: address) }
                try await Self.expect(query, expected, of: store)
            }
        },
        Check("compares addresses byte by byte") { store in
            let addresses = [
                "", "caf\u{E9}", "cafe\u{301}", "CAF\u{C9}", "cafe", " cafe", "%", "\u{1F468}", "a'b\"c\\",
            ]
            for (number, address) in addresses.enumerated() {
                var script = EventScript(number + 1)
                var info = script.info
                info.from = address
                _ = try await store.append([script.event(.received(info))])
            }
            for (number, address) in addresses.enumerated() {
                var query = CallQuery()
                query.address = address
                try await Self.expect(query, [number + 1], of: store)
            }
        },
        Check("lists a call once whose two addresses are the same") { store in
            var script = EventScript(1)
            var info = script.info
            info.to = info.from
            _ = try await store.append([script.event(.received(info))])
            var query = CallQuery()
            query.address = info.from
            try await Self.expect(query, [1], of: store)
        },
        Check("lists the calls of one direction") { store in
            try await Self.receiveSamples(1...20, in: store)
            for direction in [CallDirection.inbound, .outbound] {
                var query = CallQuery()
                query.direction = direction
                let expected = (1...20).filter { SampleCall(number: $0).direction == direction }
                try await Self.expect(query, expected, of: store)
            }
        },
        Check("lists the calls of one status") { store in
            try await Self.receiveSamples(1...20, in: store)
            for status in CallStatus.allCases {
                var query = CallQuery()
                query.status = status
                let expected = (1...20).filter { SampleCall(number: $0).status == status }
                try await Self.expect(query, expected, of: store)
            }
        },
        Check("lists the calls whose conversation ended in one class") { store in
            try await Self.receiveSamples(1...20, in: store)
            for result in Self.results {
                var query = CallQuery()
                query.result = result
                let expected = (1...20).filter { SampleCall(number: $0).end?.result == result }
                try await Self.expect(query, expected, of: store)
            }
        },
        Check("forgets the old status and the old class when a call goes on") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received(), script.event(.streamEnded(.drained))])
            var query = CallQuery()
            query.result = .moved
            try await Self.expect(query, [1], of: store)
            _ = try await store.append([script.event(.streamEnded(.callerHungUp))])
            try await Self.expect(query, [], of: store)
            query.result = .success
            try await Self.expect(query, [1], of: store)
            query.status = .ringing
            try await Self.expect(query, [1], of: store)
            _ = try await store.append([script.event(.status(.completed, duration: 1, sequence: 1))])
            try await Self.expect(query, [], of: store)
        },
        Check("lists the calls for which all conditions hold, page by page") { store in
            try await Self.receiveSamples(1...105, in: store)
            for trial in 0..<48 {
                let (query, numbers) = Self.combination(trial)
                try await Self.expect(query, numbers, of: store)
            }
        },
        Check("orders calls of the same moment by the bytes of their names") { store in
            let names = ["CAa", "CAB", "CAb", "CA\u{E9}", "CAz", "CAZ", "CA-1", "CA_1", "CA1", "CA~", "CA"]
            for (number, name) in names.enumerated() {
                var script = EventScript(number + 1, at: 0, call: CallID(name))
                _ = try await store.append([script.received()])
            }
            let expected = names.sorted { Array($1.utf8).lexicographicallyPrecedes(Array($0.utf8)) }
            var found: [String] = []
            var cursor: String?
            repeat {
                let page = try await store.calls(CallQuery(limit: 2, cursor: cursor))
                found += page.calls.map(\.id.rawValue)
                cursor = page.next
                try ConformanceFailure.require(found.count < 100, "the pages have no end")
            } while cursor != nil
            try ConformanceFailure.requireEqual(found, expected, "names")
        },
        Check("finds the call that was received first of those ordered by one name") { store in
            for number in [3, 2, 4] {
                var script = EventScript(number)
                var info = script.info
                info.plan = EventScript.plan
                _ = try await store.append([script.event(.received(info))])
            }
            let found = try await store.call(orderedAs: "order-7")
            try ConformanceFailure.requireEqual(found?.id, EventScript(2).call, "call")
        },
    ]

    private static let results: [CallTermination.Result] = [
        .success, .callerError, .serverError, .upstreamError, .moved,
    ]

    private static func receiveSamples(_ numbers: ClosedRange<Int>, in store: any CallStore) async throws {
        _ = try await store.append(numbers.flatMap { SampleCall(number: $0).events() })
    }

    /// One of many questions with several conditions, and the answer.
    private static func combination(_ trial: Int) -> (CallQuery, [Int]) {
        var query = CallQuery()
        var samples = (1...105).map(SampleCall.init(number:))
        if trial & 1 != 0 {
            let isActive = trial & 2 != 0
            query.isActive = isActive
            samples.removeAll { $0.isActive != isActive }
        }
        if trial & 4 != 0 {
            let address = (SampleCall.addresses + [SampleCall.company])[trial % 4]
            query.address = address
            samples.removeAll { !$0.includes(address: address) }
        }
        if trial & 8 != 0 {
            query.direction = .outbound
            samples.removeAll { $0.direction != .outbound }
        }
        if trial & 16 != 0 {
            query.receivedFrom = EventScript(20).start
            query.receivedBefore = EventScript(90).start
            samples.removeAll { !(20..<90).contains($0.number) }
        }
        if trial >= 40 {
            query.result = .success
            samples.removeAll { $0.end?.result != .success }
        } else if trial >= 32 {
            query.status = .completed
            samples.removeAll { $0.status != .completed }
        }
        return (query, samples.map(\.number))
    }

    /// Fails unless the question gives these calls, in one page and in pages of three.
    private static func expect(_ query: CallQuery, _ numbers: [Int], of store: any CallStore) async throws {
        let expected = numbers.sorted(by: >).map { EventScript($0).call }
        for limit in [500, 3] {
            var query = query
            query.limit = limit
            var found: [CallID] = []
            repeat {
                let page = try await store.calls(query)
                found += page.calls.map(\.id)
                try ConformanceFailure.require(page.calls.count <= limit, "a page is longer than was asked for")
                try ConformanceFailure.require(found.count <= 1_000, "the pages have no end")
                query.cursor = page.next
            } while query.cursor != nil
            try ConformanceFailure.requireEqual(found, expected, "calls for \(query)")
        }
    }
}
