// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import Deepgram

@Suite struct ListenLinkMachineTests {
    private func machine(isFlux: Bool = false) -> ListenLinkMachine {
        var machine = ListenLinkMachine(ListenClientConfiguration(), isFlux: isFlux)
        machine.upgraded(at: self.at(0), awaitsGreeting: isFlux)
        return machine
    }

    private func at(_ milliseconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .milliseconds(milliseconds) }

    /// Everything that the timer does until `end`, with the times at which it does it.
    private func run(
        _ machine: inout ListenLinkMachine,
        until end: Int64,
        isQueueEmpty: (NIODeadline) -> Bool = { _ in true }
    ) -> [(Int64, ListenLinkMachine.Action)] {
        var actions: [(Int64, ListenLinkMachine.Action)] = []
        while let next = machine.nextDeadline, next <= self.at(end) {
            let action = machine.timerFired(at: next, isQueueEmpty: isQueueEmpty(next))
            if action != .none { actions.append((Int64(next.uptimeNanoseconds / 1_000_000), action)) }
        }
        return actions
    }

    @Test func doesNotKeepAliveWhatWasNeverFed() {
        var machine = self.machine()
        #expect(machine.nextDeadline == nil)
        #expect(!machine.mayKeepAlive)
        #expect(self.run(&machine, until: 100_000).isEmpty)
    }

    @Test func keepsAliveEveryFourSecondsWithoutAudio() {
        var machine = self.machine()
        _ = machine.fed(at: self.at(1_000))
        let times = self.run(&machine, until: 14_000).map(\.0)
        #expect(times == [5_000, 9_000, 13_000])
    }

    @Test func doesNotKeepAliveWhileAudioFlows() {
        var machine = self.machine()
        for time in stride(from: Int64(0), through: 60_000, by: 20) {
            #expect(self.run(&machine, until: time).isEmpty)
            _ = machine.fed(at: self.at(time))
        }
        #expect(self.run(&machine, until: 64_000).map(\.0) == [64_000])
    }

    @Test func fluxIsNotKeptAliveByMessages() {
        var machine = self.machine(isFlux: true)
        machine.greeted()
        _ = machine.fed(at: self.at(0))
        #expect(self.run(&machine, until: 100_000).isEmpty)
        #expect(!machine.mayKeepAlive)
    }

    @Test func doesNotKeepAliveAfterCloseStream() {
        var machine = self.machine()
        _ = machine.fed(at: self.at(0))
        machine.ending(at: self.at(100))
        let actions = self.run(&machine, until: 60_000)
        #expect(actions.map(\.0) == [10_100])
        guard case .end(let error) = actions.first?.1 else {
            Issue.record("it does not end")
            return
        }
        #expect(error.code == .timedOut)
        #expect(machine.state == .over)
    }

    @Test func waitsForTheGreetingOnlySoLong() {
        var machine = self.machine(isFlux: true)
        #expect(!machine.isOpen)
        #expect(self.run(&machine, until: 60_000).map(\.0) == [5_000])
        var greeted = self.machine(isFlux: true)
        greeted.greeted()
        #expect(greeted.isOpen)
        #expect(self.run(&greeted, until: 60_000).isEmpty)
    }

    @Test func endsWhenNothingIsTaken() {
        var machine = self.machine()
        let needsTimer = [machine.fed(at: self.at(0)), machine.fed(at: self.at(20))]
        #expect(needsTimer == [true, false])
        let actions = self.run(&machine, until: 60_000, isQueueEmpty: { _ in false })
        #expect(actions.first?.1 == .markWrites)
        #expect(actions.map(\.0) == [500, 2_500])
    }

    @Test func goesOnWhenWhatWasMarkedIsTaken() {
        var machine = self.machine()
        _ = machine.fed(at: self.at(0))
        // A slow peer: never empty, but what was queued is gone within a second.
        var marks = 0
        for time in stride(from: Int64(0), through: 60_000, by: 1_000) {
            let actions = self.run(&machine, until: time, isQueueEmpty: { _ in false })
            marks += actions.count { $0.1 == .markWrites }
            #expect(actions.allSatisfy { $0.1 == .markWrites })
            machine.writesTaken()
            _ = machine.fed(at: self.at(time))
        }
        #expect(marks > 50)
        #expect(machine.isOpen)
    }

    @Test func sleepsWhenNothingIsSent() {
        var machine = self.machine()
        _ = machine.sent(at: self.at(0))
        #expect(self.run(&machine, until: 1_000).isEmpty)
        #expect(machine.nextDeadline == nil)
    }

    /// Sending can end the connection on the spot: what is noted after that must not bring the timer back.
    @Test func isNotWokenByWhatWasSentWhileItEnded() {
        var machine = self.machine()
        machine.over()
        #expect(!machine.fed(at: self.at(10)) && !machine.sent(at: self.at(20)))
        #expect(machine.nextDeadline == nil)
    }

    /// A timer that fires and leaves a time that has passed would fire for ever, and its event loop do nothing else.
    @Test(arguments: 1...300) func wantsToBeCalledLaterOnceThereIsNothingToDo(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = self.machine(isFlux: seed.isMultiple(of: 2))
        var now = Int64(0)
        for _ in 0..<200 {
            // Now and then it is late, as after the process was stopped.
            now += Int64.random(in: 0...300, using: &random)
            if Int.random(in: 0..<20, using: &random) == 0 { now += Int64.random(in: 0...60_000, using: &random) }
            switch Int.random(in: 0..<40, using: &random) {
            case 0: machine.greeted()
            case 1: machine.ending(at: self.at(now))
            case 2: machine.over()
            case 3..<8: machine.writesTaken()
            case 8..<12: _ = machine.sent(at: self.at(now))
            default: _ = machine.fed(at: self.at(now))
            }
            let isQueueEmpty = Bool.random(using: &random)
            var count = 0
            while machine.timerFired(at: self.at(now), isQueueEmpty: isQueueEmpty) != .none, count < 10 { count += 1 }
            #expect(count < 10)
            if let next = machine.nextDeadline { #expect(next > self.at(now), "\(machine)") }
        }
    }
}
