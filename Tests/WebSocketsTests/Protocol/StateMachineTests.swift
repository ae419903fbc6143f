// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import WebSockets

@Suite struct StateMachineTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func machine(_ role: WebSocketRole = .server, idle: Duration? = nil) -> WebSocketStateMachine {
        WebSocketStateMachine(role: role, configuration: WebSocketConfiguration(idleTimeout: idle), now: self.start)
    }

    @Test func answersThePeersCloseAndHangsUpFirstAsAServer() {
        var machine = self.machine()
        let action = machine.receivedClose(.goingAway, reason: "bye", now: self.start)
        let closure = WebSocketClosure(code: .goingAway, reason: "bye", initiator: .peer)
        #expect(action == .end(closure, closeFrame: .init(code: .goingAway, reason: ""), transport: .close))
        #expect(!machine.isReading && !machine.isOpen)
    }

    @Test func waitsForTheServerToHangUpAsAClient() {
        var machine = self.machine(.client)
        let action = machine.receivedClose(nil, reason: "", now: self.start)
        let closure = WebSocketClosure(code: nil, reason: "", initiator: .peer)
        #expect(action == .end(closure, closeFrame: .init(code: nil, reason: ""), transport: .wait))
        #expect(machine.nextDeadline == self.start + .seconds(5))
        #expect(machine.timerFired(now: self.start + .seconds(5), isReadingPaused: false) == .closeTransport)
    }

    @Test func closesOnceAndWaitsForTheAnswer() {
        var machine = self.machine()
        #expect(
            machine.close(.normalClosure, reason: "done", now: self.start) == .sendClose(.normalClosure, reason: "done")
        )
        #expect(machine.close(.goingAway, reason: "again", now: self.start) == .none)
        #expect(!machine.isOpen && machine.isReading)
        let isForDelegate = machine.receivedDataMessage()
        #expect(!isForDelegate)
        let action = machine.receivedClose(.normalClosure, reason: "", now: self.start)
        let closure = WebSocketClosure(code: .normalClosure, reason: "done", initiator: .local)
        #expect(action == .end(closure, closeFrame: nil, transport: .close))
    }

    @Test func givesUpWaitingForACloseAfterFiveSeconds() throws {
        var machine = self.machine()
        _ = machine.close(.normalClosure, reason: "", now: self.start)
        #expect(machine.nextDeadline == self.start + .seconds(5))
        #expect(machine.timerFired(now: self.start + .seconds(4), isReadingPaused: false) == .none)
        guard
            case .end(let closure, nil, .close) = machine.timerFired(
                now: self.start + .seconds(5),
                isReadingPaused: false
            )
        else {
            Issue.record("the close did not time out")
            return
        }
        #expect(closure.error?.code == .timedOut && closure.initiator == .local)
        #expect(machine.nextDeadline == nil)
    }

    @Test func pingsEveryTwentySecondsAndTakesTwoMissedForDeath() {
        var machine = self.machine()
        #expect(machine.timerFired(now: self.start + .seconds(19), isReadingPaused: false) == .none)
        #expect(machine.timerFired(now: self.start + .seconds(20), isReadingPaused: false) == .sendPing)
        #expect(machine.timerFired(now: self.start + .seconds(40), isReadingPaused: false) == .sendPing)
        guard
            case .end(let closure, nil, .close) = machine.timerFired(
                now: self.start + .seconds(60),
                isReadingPaused: false
            )
        else {
            Issue.record("a dead peer was kept")
            return
        }
        #expect(closure.error?.code == .timedOut && closure.initiator == .transport)
    }

    @Test func takesAnythingThatArrivesForASignOfLife() {
        var machine = self.machine()
        for round in 1...10 {
            #expect(
                machine.timerFired(now: self.start + .seconds(Int64(20 * round)), isReadingPaused: false) == .sendPing
            )
            machine.received()
        }
    }

    @Test func doesNotJudgeAPeerItDoesNotReadFrom() {
        var machine = self.machine()
        for round in 1...10 {
            #expect(
                machine.timerFired(now: self.start + .seconds(Int64(20 * round)), isReadingPaused: true) == .sendPing
            )
        }
    }

    @Test func closesWhenNoMessageComes() {
        var machine = self.machine(idle: .seconds(15))
        let isForDelegate = machine.receivedDataMessage()
        #expect(isForDelegate)
        #expect(machine.timerFired(now: self.start + .seconds(15), isReadingPaused: false) == .none)
        #expect(
            machine.timerFired(now: self.start + .seconds(30), isReadingPaused: false)
                == .sendClose(.goingAway, reason: "idle")
        )
    }

    @Test func tellsAPeerThatBrokeARuleWhyAndLingers() {
        var machine = self.machine()
        let violation = WebSocketViolation.protocolError("reserved opcode")
        guard case .end(let closure, let frame, .linger) = machine.violated(violation, now: self.start) else {
            Issue.record("a violation went through")
            return
        }
        #expect(frame == .init(code: .protocolError, reason: "reserved opcode"))
        #expect(closure.code == .protocolError && closure.error?.code == .protocolViolation)
        #expect(!machine.isReading)
        #expect(machine.violated(violation, now: self.start) == .none)
        #expect(machine.timerFired(now: self.start + .seconds(5), isReadingPaused: false) == .closeTransport)
    }

    @Test func sendsNoSecondCloseFrameAfterAViolationWhileClosing() {
        var machine = self.machine()
        _ = machine.close(.normalClosure, reason: "", now: self.start)
        guard case .end(let closure, nil, .linger) = machine.violated(.invalidUTF8, now: self.start) else {
            Issue.record("a second close frame")
            return
        }
        #expect(closure.code == .normalClosure && closure.error != nil)
    }

    @Test func reportsALostConnectionOnce() {
        var machine = self.machine()
        guard case .end(let closure, nil, .close) = machine.transportEnded(nil) else {
            Issue.record("not reported")
            return
        }
        #expect(closure.initiator == .transport && closure.error?.code == .connectionLost)
        #expect(machine.transportEnded(nil) == .none)
        #expect(machine.receivedClose(.normalClosure, reason: "", now: self.start) == .none)
        #expect(machine.close(.normalClosure, reason: "", now: self.start) == .none)
        #expect(machine.timerFired(now: .distantFuture, isReadingPaused: false) == .none)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func endsExactlyOnceWhateverHappens(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = self.machine(Bool.random(using: &random) ? .server : .client)
        var now = self.start
        var ends = 0
        var closeFrames = 0
        func count(_ action: WebSocketStateMachine.Action) {
            switch action {
            case .end(_, let frame, _):
                ends += 1
                closeFrames += frame == nil ? 0 : 1
            case .sendClose: closeFrames += 1
            case .none, .sendPing, .closeTransport: break
            }
        }
        for _ in 0..<30 {
            now = now + .seconds(Int64.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: machine.received()
            case 1: count(machine.receivedClose(.normalClosure, reason: "", now: now))
            case 2: count(machine.close(.goingAway, reason: "", now: now))
            case 3: count(machine.violated(.invalidUTF8, now: now))
            case 4: count(machine.timerFired(now: now, isReadingPaused: Bool.random(using: &random)))
            default: if Int.random(in: 0..<8, using: &random) == 0 { count(machine.transportEnded(nil)) }
            }
        }
        count(machine.transportEnded(nil))
        #expect(ends == 1, "seed \(seed)")
        #expect(closeFrames <= 1, "seed \(seed)")
        #expect(machine.state == .closed && machine.nextDeadline == nil)
    }
}
