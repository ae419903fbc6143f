// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import Testing

@testable import CallCore

struct CallSessionTests {
    // MARK: The main path

    @Test func greetsHearsAQuestionAnswersAndKeepsWhatWasHeard() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            #expect(await call.session.state == .listening)
            try await stage.callerSays("when are you open")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(1800))
            #expect(await call.session.state == .listening)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(
                await stage.store.script == [
                    "agent: hello dear caller", "caller: when are you open", "agent: we are open all day long",
                ]
            )
            #expect(try await stage.onLoop { call.line.value.closes } == 1)
        }
    }

    @Test func recordsItsEventsInOrder() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            try await stage.callerSays("when are you open")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(1800))
            try await stage.onLoop { call.session.assumeIsolated { $0.pressed("5") } }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            let names = await stage.store.kinds.map(\.short)
            #expect(names == ["started", "spoken", "spoken", "turn", "spoken", "digit", "next", "ended"])
        }
    }

    @Test func keepsOnlyTheWordsThatWereHeardWhenTheCallerCutsIn() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(650))
            try await stage.ears(.speechStarted(at: .zero))
            #expect(await call.session.state == .listening)
            #expect(try await stage.onLoop { call.line.value.clears } == 1)
            try await stage.callerSays("a table please")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(700))
            try await stage.ears(.interim(.said("no")))
            #expect(await call.session.state == .listening)
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            #expect(await stage.untilEnded(call) == .connectionLost)
            #expect(
                await stage.store.script == [
                    "agent: hello dear —", "caller: a table please", "agent: we are —",
                ]
            )
        }
    }

    @Test func tellsTheResponderWhatTheCallerReallyHeard() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("first")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(650))
            // Not understood: what is said then is no answer to the first question.
            try await stage.ears(.utterance(.said("mumble", confidence: 0.1), endsTurn: true))
            await stage.untilSaying("Sorry", in: call)
            await stage.passes(.seconds(4))
            try await stage.callerSays("second")
            await stage.until { stage.responder.histories.count == 2 }
            #expect(stage.responder.histories.last == [.init(caller: "first", heard: "we are")])
        }
    }

    @Test func climbsTheSilenceLadder() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.keepsSending(call, for: .milliseconds(900 + 8000 + 10))
            #expect(await call.session.says == "Are you still there?")
            await stage.keepsSending(call, for: .milliseconds(1200 + 8000 + 10))
            #expect(await call.session.says == "Thank you for calling. Goodbye.")
            await stage.keepsSending(call, for: .seconds(2))
            #expect(await stage.untilEnded(call) == .callerSilent)
            #expect(stage.manager.decision(for: call.session.info.id) == .hangUp)
        }
    }

    // MARK: Last words

    @Test func keepsTheLastWordsOfACallerWhoHangsUpInTheMiddle() async throws {
        let stage = CallStage()
        stage.ears.state.withLock { $0.lastWords = [.said("I would like"), .said("to com—")] }
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(await stage.store.script == ["caller: I would like", "caller: to com—"])
            #expect(await stage.store.kinds.last?.short == "ended")
        }
    }

    @Test func waitsForLastWordsOnlySoLong() async throws {
        let stage = CallStage()
        stage.ears.state.withLock { $0.answersFinish = false }
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            await stage.passes(.milliseconds(4999))
            #expect(await !call.session.hasEnded)
            await stage.passes(.milliseconds(1))
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(stage.ears.state.withLock { $0.cancels } == 1)
        }
    }

    @Test func keepsLastWordsThoughItsHandlerAndItsManagerAreGone() async throws {
        let stage = CallStage()
        stage.ears.state.withLock { $0.answersFinish = false }
        try await stage.running { stage in
            var call: CallStage.Call? = try await stage.open()
            weak let session = call?.session
            try await stage.onLoop { [call] in call?.session.assumeIsolated { $0.streamStopped() } }
            call = nil
            try await stage.callerSays("one more thing")
            try await stage.ears(.finished)
            await stage.journal.flush()
            #expect(await stage.store.script == ["caller: one more thing"])
            #expect(await stage.store.kinds.last == .streamEnded(.callerHungUp))
            await stage.until("the session is still there") { session == nil }
        }
    }

    // MARK: The end

    @Test func notesWhatComesNextBeforeItClosesTheLine() async throws {
        let stage = CallStage()
        let gate = Waiter<Void>()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.journal.flush()
            await stage.store.waits(for: gate)
            try await stage.onLoop { call.session.assumeIsolated { $0.stop(.operatorHungUp, next: .voicemail) } }
            #expect(stage.manager.decision(for: call.session.info.id) == .voicemail)
            #expect(try await stage.onLoop { call.line.value.closes } == 0)
            gate.settle(.success(()))
            await stage.until { (try? await stage.onLoop { call.line.value.closes }) == 1 }
            #expect(await stage.store.kinds.contains(.nextDecided(.voicemail)))
            await stage.passes(.seconds(2))
            #expect(try await stage.onLoop { call.line.value.closes } == 1)
        }
    }

    @Test func closesTheLineThoughTheStoreHangs() async throws {
        let stage = CallStage()
        let gate = Waiter<Void>()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.journal.flush()
            await stage.store.waits(for: gate)
            try await stage.onLoop { call.session.assumeIsolated { $0.stop(.operatorHungUp, next: .hangUp) } }
            await stage.passes(.seconds(1))
            #expect(try await stage.onLoop { call.line.value.closes } == 1)
            gate.settle(.success(()))
            _ = await stage.untilEnded(call)
            #expect(try await stage.onLoop { call.line.value.closes } == 1)
        }
    }

    @Test func endsOnceWhateverComesAfterwards() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop {
                call.session.assumeIsolated { session in
                    session.streamStopped()
                    session.connectionClosed()
                    session.protocolBroken()
                    session.drain()
                    session.pressed("0")
                    session.start(resumed: true)
                    session.hear(.tone(milliseconds: 20), InboundFrame(chunk: 1, offset: .zero))
                    session.markReturned("1.200")
                }
            }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            await stage.passes(.seconds(7200))
            await stage.journal.flush()
            let names = await stage.store.kinds.map(\.short)
            #expect(names.count { $0 == "ended" } == 1 && names.count { $0 == "next" } == 1)
            #expect(stage.manager.snapshot.live == 0)
        }
    }

    @Test(arguments: [false, true])
    func leavesNothingInMemory(inTheMiddle: Bool) async throws {
        let stage = CallStage()
        try await stage.running { stage in
            var call: CallStage.Call? = try await stage.open()
            weak let session = call?.session
            weak let line = try await stage.onLoop { [call] in Box(value: call?.line.value) }.value
            if !inTheMiddle { await stage.passes(.seconds(1)) }
            try await stage.callerSays("hello")
            if let call { await stage.untilSaying("we are open", in: call) }
            try await stage.onLoop { [call] in call?.session.assumeIsolated { $0.streamStopped() } }
            if let call { _ = await stage.untilEnded(call) }
            call = nil
            await stage.until("the session leaks") { session == nil }
            #expect(line == nil)
        }
    }
}

/// Carries a reference out of the event loop for a test that only asks whether it is still there.
private struct Box<Value>: @unchecked Sendable {
    let value: Value
}

extension CallStage {
    /// The caller's side sends silence for so long, as Twilio always does.
    func keepsSending(_ call: Call, for duration: Duration) async {
        var left = duration
        while left > .zero {
            let step = min(left, .milliseconds(500))
            left -= step
            await self.passes(step)
            try? await self.onLoop {
                call.session.assumeIsolated {
                    $0.hear(.tone(milliseconds: 20), InboundFrame(chunk: 0, offset: .zero))
                }
            }
        }
    }
}

extension CallEvent.Kind {
    /// One word for what it is.
    var short: String {
        switch self {
        case .received: "received"
        case .streamStarted: "started"
        case .spoken: "spoken"
        case .turn: "turn"
        case .digit: "digit"
        case .audioLost: "lost"
        case .nextDecided: "next"
        case .streamEnded: "ended"
        case .transferEnded: "transfer"
        case .voicemail: "voicemail"
        case .status: "status"
        default: "other"
        }
    }
}
