// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct CallEventBroadcasterTests {
    private let broadcaster = CallEventBroadcaster()

    private func event(_ number: Int) -> StoredCallEvent {
        let id = EventID(rawValue: "\(number)")
        let event = CallEvent(
            id: id,
            call: CallID("CA1"),
            time: CallInfo.sample().receivedAt,
            kind: .digit("1", at: .zero)
        )
        return StoredCallEvent(event: event, sequence: number, line: nil)
    }

    @Test func showsEverythingToEverybodyInOrder() async {
        let streams = (0..<3).map { _ in self.broadcaster.subscribe(bufferingAtMost: 100) }
        for number in 1...50 { self.broadcaster.publish(self.event(number)) }
        self.broadcaster.finish()
        for stream in streams {
            let seen = await stream.reduce(into: []) { $0.append($1.sequence) }
            #expect(seen == Array(1...50))
        }
    }

    @Test func losesEventsOfASlowReaderOnly() async {
        let slow = self.broadcaster.subscribe(bufferingAtMost: 2)
        let fast = self.broadcaster.subscribe(bufferingAtMost: 100)
        for number in 1...10 { self.broadcaster.publish(self.event(number)) }
        self.broadcaster.finish()
        let seen = await slow.reduce(into: []) { $0.append($1.sequence) }
        #expect(seen == [1, 2])
        let all = await fast.reduce(into: []) { $0.append($1.sequence) }
        #expect(all == Array(1...10))
    }

    @Test func showsOnlyWhatComesLater() async {
        self.broadcaster.publish(self.event(1))
        let stream = self.broadcaster.subscribe(bufferingAtMost: 10)
        self.broadcaster.publish(self.event(2))
        self.broadcaster.finish()
        let seen = await stream.reduce(into: []) { $0.append($1.sequence) }
        #expect(seen == [2])
    }

    @Test func forgetsAReaderThatWentAway() async {
        let reader = Task { [broadcaster] in
            for await _ in broadcaster.subscribe(bufferingAtMost: 1) {}
        }
        while self.broadcaster.subscriberCount == 0 { await Task.yield() }
        reader.cancel()
        await reader.value
        #expect(self.broadcaster.subscriberCount == 0)
    }

    @Test func endsAtOnceForWhoComesTooLate() async {
        self.broadcaster.finish()
        var stream = self.broadcaster.subscribe(bufferingAtMost: 10).makeAsyncIterator()
        #expect(await stream.next() == nil)
    }
}
