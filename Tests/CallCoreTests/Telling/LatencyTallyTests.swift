// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct LatencyTallyTests {
    @Test func knowsTheMedianAndTheLongest() {
        var tally = LatencyTally()
        #expect(tally.median == nil)
        #expect(tally.longest == nil)
        for milliseconds in [900, 100, 500, 700] { tally.add(.milliseconds(milliseconds)) }
        #expect(tally.median == 500)
        #expect(tally.longest == 900)
    }

    @Test func keepsTheLatestOfALongCallAndTheLongestOfAll() {
        var tally = LatencyTally()
        tally.add(.seconds(60))
        for _ in 0..<100_000 { tally.add(.milliseconds(1_000)) }
        for _ in 0..<LatencyTally.limit { tally.add(.milliseconds(20)) }
        #expect(tally.median == 20)
        #expect(tally.longest == 60_000)
        #expect(MemoryLayout<Int64>.stride * LatencyTally.limit <= 2_048)
    }
}
