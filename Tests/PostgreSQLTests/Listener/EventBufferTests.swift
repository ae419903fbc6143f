// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Testing

@testable import PostgreSQL

struct EventBufferTests {
    private func notification(_ number: Int) -> PostgresListenerEvent {
        .notification(PostgresNotification(channel: "c", payload: "\(number)", processID: 1))
    }

    private func text(_ event: PostgresListenerEvent?) -> String {
        switch event {
        case .connected: "connected"
        case .notification(let notification): notification.payload
        case .missed(let count): "missed \(count)"
        case .disconnected: "disconnected"
        case nil: "nothing"
        }
    }

    private func drain(_ buffer: inout EventBuffer) -> [String] {
        var texts: [String] = []
        while let event = buffer.pop() { texts.append(self.text(event)) }
        return texts
    }

    @Test func keepsTheOrder() {
        var buffer = EventBuffer(capacity: 4)
        buffer.push(.connected)
        for number in 1...3 { buffer.push(self.notification(number)) }
        #expect(self.drain(&buffer) == ["connected", "1", "2", "3"])
        #expect(buffer.dropped == 0)
    }

    @Test func saysWhereAndHowManyItDropped() {
        var buffer = EventBuffer(capacity: 2)
        for number in 1...5 { buffer.push(self.notification(number)) }
        #expect(buffer.count == 3)
        #expect(self.text(buffer.pop()) == "1")
        #expect(self.text(buffer.pop()) == "2")
        buffer.push(self.notification(6))
        buffer.push(self.notification(7))
        #expect(self.drain(&buffer) == ["missed 3", "6", "missed 1"])
        #expect(buffer.dropped == 4)
    }

    @Test func neverDropsNewsOfTheConnection() {
        var buffer = EventBuffer(capacity: 2)
        for number in 1...5 { buffer.push(self.notification(number)) }
        buffer.push(.disconnected(PostgresError(.closed, "gone")))
        #expect(buffer.count == 2)
        buffer.push(.connected)
        #expect(self.drain(&buffer) == ["missed 5", "connected"])
        #expect(buffer.dropped == 5)
    }

    @Test(arguments: 0..<50)
    func isBoundedAndCountsEverything(_ seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 1...5, using: &generator)
        var buffer = EventBuffer(capacity: capacity)
        var (pushed, taken, missed) = (0, 0, 0)
        var lastIsNews = false
        for _ in 0..<500 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: buffer.push(.connected)
            case 1..<7:
                pushed += 1
                buffer.push(self.notification(pushed))
            default:
                switch buffer.pop() {
                case .notification: taken += 1
                case .missed(let count): missed += count
                default: break
                }
            }
            #expect(buffer.count <= max(2, capacity) + 1)
        }
        buffer.push(.connected)
        while let event = buffer.pop() {
            lastIsNews = false
            switch event {
            case .notification: taken += 1
            case .missed(let count): missed += count
            case .connected, .disconnected: lastIsNews = true
            }
        }
        #expect(lastIsNews)
        #expect(taken + missed == pushed)
        #expect(missed == buffer.dropped)
    }
}
#endif
