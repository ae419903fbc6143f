// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Deepgram

@Suite struct ConnectionPlacesTests {
    /// Whatever comes in whatever order, no more places are taken than there are, and none is lost.
    @Test func keepsCountWhateverHappens() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var places = ConnectionPlaces(capacity: 5, reservedForCalls: 2, maxWaiting: 3)
            var held = 0
            var queue: [Int] = []
            for _ in 0..<200 {
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    switch places.enter({}) {
                    case .taken: held += 1
                    case .waiting(let id): queue.append(id)
                    case .full: #expect(queue.count == 3)
                    }
                case 1:
                    if places.enterInTheBackground() {
                        held += 1
                        #expect(held <= 3)
                    }
                case 2 where held > 0:
                    if let waiter = places.leave() {
                        #expect(waiter.id == queue.removeFirst())
                    } else {
                        #expect(queue.isEmpty)
                        held -= 1
                    }
                case 3:
                    if let id = queue.randomElement(using: &generator) {
                        let left = [places.leaveQueue(id), places.leaveQueue(id)]
                        #expect(left == [true, false])
                        queue.removeAll { $0 == id }
                    }
                default: break
                }
                #expect(places.taken == held)
                #expect(held <= 5)
                #expect(places.waiting.map(\.id) == queue)
            }
        }
    }
}
