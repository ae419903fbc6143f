// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct CallSessionFaultTests {
    // MARK: Engines

    @Test(arguments: [true, false])
    func goesOnWithTheCarriersEarsWhenTheRecogniserFails(byItself: Bool) async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.ears(byItself ? .finished : .failed(SpeechError(.engineFailure, "Deaf.")))
            try await stage.onLoop {
                call.session.assumeIsolated {
                    $0.hear(.tone(milliseconds: 20), InboundFrame(chunk: 1, offset: .zero))
                }
            }
            #expect(stage.ears.state.withLock { $0.bytes } == 0)
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            #expect(stage.manager.decision(for: call.session.info.id) == .gather)
            // The carrier's voice apologises; twice would be once too often.
            #expect(await stage.store.script == ["agent: hello dear caller"])
            #expect(await stage.store.kinds.map(\.short).suffix(2) == ["next", "ended"])
        }
    }

    @Test(arguments: [true, false])
    func apologisesOnceBeforeAPersonWhenTheRecogniserFails(byItself: Bool) async throws {
        let policy = DialoguePolicy(handover: .transfer(to: "+12025550133"), overflow: .handover)
        let stage = CallStage(policy: policy)
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.ears(byItself ? .finished : .failed(SpeechError(.engineFailure, "Deaf.")))
            #expect(await call.session.says == "we are so sorry")
            try await stage.ears(.failed(SpeechError(.engineFailure, "Deaf.")))
            await stage.passes(.seconds(2))
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            #expect(stage.manager.decision(for: call.session.info.id) == .transfer(to: "+12025550133"))
            #expect(await stage.store.script == ["agent: hello dear caller", "agent: we are so sorry"])
        }
    }

    @Test func answersWhatWasUnderstoodThoughTheRecogniserFails() async throws {
        let late = Waiter<Response>()
        let stage = CallStage(responder: ScriptedResponder { _, _ in try await late.value() })
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.callerSays("when are you open")
            await stage.until { stage.responder.turns.count == 1 }
            try await stage.ears(.failed(SpeechError(.engineFailure, "Deaf.")))
            late.settle(.success(.answer(Reply(text: "all day long", source: "test"))))
            await stage.untilSaying("all day long", in: call)
            await stage.passes(.seconds(2))
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            #expect(stage.manager.decision(for: call.session.info.id) == .gather)
            #expect(await stage.store.script.last == "agent: all day long")
        }
    }

    @Test(arguments: [true, false])
    func survivesARecogniserThatFailsWhenItIsOpened(inTheCall: Bool) async throws {
        let stage = CallStage()
        stage.ears.state.withLock {
            $0.opening = .failed(SpeechError(.unavailable, "No model."))
            $0.opensInTheCall = inTheCall
        }
        try await stage.running { stage in
            let call = try await stage.open()
            #expect(await stage.untilEnded(call) == .recogniserFailed)
            #expect(stage.manager.decision(for: call.session.info.id) == .gather)
            // Nothing was heard of the greeting, so the carrier's voice says it.
            #expect(await stage.store.script.isEmpty)
            #expect(try await stage.onLoop { call.line.value.closes } == 1)
        }
    }

    @Test func goesOnWithTheCarriersVoiceWhenOursFails() async throws {
        let stage = CallStage()
        stage.voice.speaks(.fails(afterWords: 0))
        try await stage.running { stage in
            let call = try await stage.open()
            #expect(await stage.untilEnded(call) == .synthesiserFailed)
            #expect(stage.manager.decision(for: call.session.info.id) == .gather)
        }
    }

    @Test func handsOverWhenTheVoiceStaysSilent() async throws {
        let stage = CallStage()
        stage.voice.speaks(.manual)
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(10))
            #expect(await stage.untilEnded(call) == .synthesiserFailed)
        }
    }

    @Test func endsWhenTheCallersSideTakesNothingMore() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.onLoop { call.line.value.capacity = 0 }
            try await stage.callerSays("hello")
            #expect(await stage.untilEnded(call) == .lineStuck)
            #expect(stage.manager.decision(for: call.session.info.id) == .resume)
        }
    }

    // MARK: The responder

    @Test func apologisesWithinTheDeadlineAndIgnoresTheLateAnswer() async throws {
        let late = Waiter<Response>()
        let stage = CallStage(responder: ScriptedResponder { _, _ in try await late.value() })
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            try await stage.callerSays("hello")
            await stage.until { stage.responder.turns.count == 1 }
            await stage.passes(.milliseconds(8999))
            #expect(await call.session.says == nil)
            await stage.passes(.milliseconds(1))
            #expect(await call.session.says == "we are so sorry")
            await stage.until("the responder is not cancelled") { stage.responder.cancellations == 1 }
            late.settle(.success(.answer(Reply(text: "too late", source: "test"))))
            await stage.passes(.seconds(2))
            #expect(await call.session.state == .listening)
            #expect(stage.voice.requests == ["hello dear caller", "we are so sorry"])
            #expect(await call.session.history.isEmpty)
        }
    }

    @Test func ignoresAnAnswerThatWasOnItsWayWhenTheCallerWentOn() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("first")
            await stage.untilSaying("we are open", in: call)
            let stale = CallerTurn(number: 1, utterances: [.said("first")])
            await call.session.answered(.answer(Reply(text: "again", source: "test")), turn: stale)
            #expect(await call.session.history.count == 1)
            #expect(await call.session.says == "we are open all day long")
        }
    }

    @Test func cancelsTheResponderWhenTheCallerGoesOn() async throws {
        let stage = CallStage(
            responder: ScriptedResponder { turn, _ in
                guard turn.number > 1 else { return try await Waiter<Response>().value() }
                return .answer(Reply(text: "all of it", source: "test"))
            }
        )
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("a table for two")
            await stage.until { stage.responder.turns.count == 1 }
            try await stage.callerSays("at seven")
            await stage.untilSaying("all of it", in: call)
            #expect(stage.responder.turns.map(\.text) == ["a table for two", "a table for two at seven"])
            await stage.until("the first question goes on") { stage.responder.cancellations == 1 }
        }
    }

    @Test func cancelsTheResponderWhenTheCallerHangsUp() async throws {
        let stage = CallStage(responder: ScriptedResponder { _, _ in try await Waiter<Response>().value() })
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("hello")
            await stage.until { stage.responder.turns.count == 1 }
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            await stage.until("the question goes on") { stage.responder.cancellations == 1 }
        }
    }

    @Test func neverRunsTheResponderOnTheEventLoop() async throws {
        let onLoop = Mutex<Bool?>(nil)
        let loop = Mutex<(any EventLoop)?>(nil)
        let stage = CallStage(
            responder: ScriptedResponder { _, _ in
                let inLoop = loop.withLock { $0?.inEventLoop }
                onLoop.withLock { $0 = inLoop }
                return .notUnderstood
            }
        )
        loop.withLock { $0 = stage.loop }
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("hello")
            await stage.untilSaying("Sorry", in: call)
        }
        #expect(onLoop.withLock { $0 } == false)
    }

    @Test func apologisesWhenTheResponderThrows() async throws {
        let stage = CallStage(responder: ScriptedResponder { _, _ in throw StoreError(.unavailable, "no") })
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("hello")
            await stage.untilSaying("we are so sorry", in: call)
            await stage.passes(.seconds(2))
            await stage.journal.flush()
            let turns = await stage.store.kinds.compactMap { if case .turn(let turn) = $0 { turn } else { nil } }
            #expect(turns.map(\.outcome) == [.failed])
        }
    }

    // MARK: The stream

    @Test func livesByItsMedia() async throws {
        let stage = CallStage(policy: DialoguePolicy(stillThereAfter: .seconds(600)))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.keepsSending(call, for: .seconds(120))
            #expect(await call.session.ending == nil)
            await stage.passes(.seconds(59))
            #expect(await call.session.ending == nil)
            await stage.passes(.seconds(6))
            #expect(await stage.untilEnded(call) == .mediaSilent)
            #expect(stage.manager.decision(for: call.session.info.id) == .resume)
        }
    }

    @Test func endsTheLongestCallPolitely() async throws {
        let stage = CallStage(policy: DialoguePolicy(stillThereAfter: .seconds(100), longestCall: .seconds(60)))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.keepsSending(call, for: .milliseconds(60_010))
            #expect(await call.session.says == "Thank you for calling. Goodbye.")
            await stage.keepsSending(call, for: .seconds(3))
            #expect(await stage.untilEnded(call) == .tooLong)
        }
    }

    @Test func makesWayForANewerStreamOfTheSameCall() async throws {
        let stage = CallStage()
        stage.ears.state.withLock { $0.lastWords = [.said("half a sent")] }
        try await stage.running { stage in
            let older = try await stage.open(stream: "MZ1")
            let newer = try await stage.open(resumed: true, stream: "MZ2")
            #expect(await stage.untilEnded(older) == .replaced)
            #expect(try await stage.onLoop { older.line.value.closes } == 1)
            #expect(stage.manager.session(of: newer.session.info.id) === newer.session)
            #expect(stage.manager.decision(for: newer.session.info.id) == nil)
            #expect(stage.manager.snapshot.live == 1)
            #expect(await stage.store.script.contains("caller: half a sent"))
            #expect(await !stage.store.kinds.contains(.nextDecided(.resume)))
            #expect(await newer.session.says == "Sorry, we were cut off. Please go on.")
        }
    }

    @Test func writesDownAudioThatWasLost() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            _ = try await stage.open()
            try await stage.ears(.audioLost(.seconds(2), at: .seconds(1)))
            await stage.journal.flush()
            #expect(await stage.store.kinds.contains(.audioLost(.seconds(2), at: .seconds(1))))
        }
    }

    @Test func tellsTheRecogniserWhatToExpect() async throws {
        let stage = CallStage(policy: DialoguePolicy(endOfTurnSilence: .milliseconds(456)))
        try await stage.running { stage in
            _ = try await stage.open()
            let request = try #require(stage.ears.state.withLock { $0.requests.first })
            #expect(request.hints == stage.responder.hints)
            #expect(request.endOfTurnSilence == .milliseconds(456))
        }
    }
}
