// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import CallCore

struct MetricSeriesTests {
    private final class Handle: Sendable {
        let count = Atomic(0)
    }

    private final class Asked: Sendable {
        private let log = Mutex<[Int]>([])
        var keys: [Int] { self.log.withLock(\.self) }

        func append(_ key: Int) { self.log.withLock { $0.append(key) } }
    }

    private let asked = Asked()

    private func series(atMost limit: Int) -> MetricSeries<Int, Handle> {
        MetricSeries(atMost: limit) { [asked] key in
            asked.append(key)
            return Handle()
        }
    }

    @Test func asksForASeriesWhenItIsFirstCountedAndKeepsIt() {
        let series = self.series(atMost: 8)
        #expect(self.asked.keys.isEmpty)
        let first = series[3]
        #expect(series[3] === first && series[4] !== first && series[3] === first)
        #expect(self.asked.keys == [3, 4])
    }

    @Test func keepsAsManyAsItMay() {
        let series = self.series(atMost: 100)
        let handles = (0..<100).map { series[$0] }
        #expect((0..<100).allSatisfy { series[$0] === handles[$0] })
        #expect(self.asked.keys.count == 100)
    }

    @Test func looksFurtherOnesUpEachTime() {
        let series = self.series(atMost: 1)
        let first = series[1]
        #expect(series[2] !== series[2] && series[1] === first)
        #expect(self.asked.keys == [1, 2, 2])
        let none = self.series(atMost: 0)
        #expect(none[1] === none[1])
    }

    @Test func countsEverythingInOnePlaceWhateverThreadCounts() async {
        let series = self.series(atMost: 16)
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<8 {
                tasks.addTask {
                    for step in 0..<1_000 { series[step % 16].count.add(1, ordering: .relaxed) }
                }
            }
        }
        let total = (0..<16).map { series[$0].count.load(ordering: .relaxed) }.reduce(0, +)
        #expect(total == 8_000)
    }
}
