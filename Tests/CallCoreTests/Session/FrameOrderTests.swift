// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct FrameOrderTests {
    /// The same rule told slowly: everything that came is kept in a list, and after every arrival the list is looked
    /// through from the front.
    private struct Model {
        let limit = 5
        var next: UInt64?
        var waiting: Set<UInt64> = []
        var missing = 0
        var dropped = 0

        mutating func arrives(_ number: UInt64) -> [UInt64] {
            let expected = self.next ?? number
            if number < expected || self.waiting.contains(number) {
                self.dropped += 1
                return []
            }
            self.next = expected
            self.waiting.insert(number)
            var out: [UInt64] = []
            while let first = self.waiting.min(), let next = self.next {
                guard first == next || self.waiting.count > self.limit else { break }
                self.missing += Int(first - next)
                self.waiting.remove(first)
                self.next = first + 1
                out.append(first)
            }
            return out
        }
    }

    private func take(_ number: UInt64, _ order: inout FrameOrder<UInt64>) -> [UInt64] {
        var out: [UInt64] = []
        if case .take = order.judge(number, number) { out.append(number) }
        while let next = order.next() { out.append(next) }
        return out
    }

    @Test(arguments: 0..<20)
    func doesWhatASimpleModelDoes(block: Int) {
        for seed in 0..<200 {
            var random = SeededGenerator(seed: UInt64(block * 200 + seed))
            var order = FrameOrder<UInt64>()
            var model = Model()
            var sent = UInt64.random(in: 1...3, using: &random)
            for _ in 0..<200 {
                let number: UInt64
                switch Int.random(in: 0..<10, using: &random) {
                case 0: number = sent + UInt64.random(in: 1...8, using: &random)
                case 1: number = sent - min(sent - 1, UInt64.random(in: 1...8, using: &random))
                case 2:
                    sent += UInt64.random(in: 1...3, using: &random)
                    number = sent
                default:
                    sent += 1
                    number = sent
                }
                let got = self.take(number, &order)
                let expected = model.arrives(number)
                guard got == expected, Int(order.missing) == model.missing, Int(order.dropped) == model.dropped else {
                    Issue.record("block \(block) seed \(seed): \(number) gave \(got), the model says \(expected)")
                    return
                }
            }
            #expect(order.rest() == model.waiting.sorted())
        }
    }

    @Test func neverEvaluatesThePayloadOfAFrameInOrder() {
        var order = FrameOrder<Int>()
        for number: UInt64 in 1...100 {
            _ = order.judge(
                number,
                {
                    Issue.record("copied a frame that was in order"); return 0
                }()
            )
        }
        _ = order.judge(
            50,
            {
                Issue.record("copied a frame that was dropped"); return 0
            }()
        )
        #expect(!order.isWaiting)
    }

    @Test func keepsNoMoreThanItsLimit() {
        var order = FrameOrder<Int>()
        _ = order.judge(1, 0)
        for number: UInt64 in stride(from: 1000, to: 3, by: -1) {
            _ = order.judge(number, 0)
            while order.next() != nil {}
            #expect(order.rest().count <= 5)
        }
    }
}
