// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A call that begins on one server, which is cut off, and goes on and ends on another one; what the first server still
/// had comes later.
struct LateStory {
    let id: CallID
    /// The call is received.
    let received: CallEvent
    /// What the first server delivers in time.
    let early: [CallEvent]
    /// What the first server delivers when it is back.
    let late: [CallEvent]
    /// What the second server has to tell.
    let elsewhere: [CallEvent]
    /// What it all adds up to.
    let record: CallRecord

    var opening: [CallEvent] { [self.received] + self.early }

    init(_ number: Int) {
        var first = EventScript(number)
        var second = EventScript(number, after: 1_000)
        self.id = first.call
        self.received = first.event(.received(first.info), at: 0)
        self.early = [first.event(Self.stream("MZ1", resumed: false), at: 1), first.spoken("a", at: 2)]
        self.late = [
            first.spoken("b", by: .agent, at: 3), first.spoken("c", at: 4), first.event(.nextDecided(.resume), at: 5),
            first.event(.streamEnded(.drained), at: 6),
        ]
        self.elsewhere = [
            second.event(Self.stream("MZ2", resumed: true), at: 8), second.spoken("d", at: 9),
            second.spoken("e", by: .agent, at: 10), second.event(.nextDecided(.hangUp), at: 11),
            second.event(.streamEnded(.agentHungUp), at: 12),
            second.event(.status(.completed, duration: 42, sequence: 3), at: 13),
        ]
        var record = CallRecord(info: first.info)
        for event in [self.received] + self.early + self.late + self.elsewhere { record.apply(event) }
        self.record = record
    }

    private static func stream(_ name: String, resumed: Bool) -> CallEvent.Kind {
        .streamStarted(stream: name, resumed: resumed, recogniser: "offline", synthesiser: "offline")
    }
}
