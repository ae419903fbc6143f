// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import CallCore

struct RelaySessionTests {
    // MARK: The main path

    @Test func greetsHearsAQuestionAnswersAndKeepsWhatWasHeard() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            #expect(await call.session.state == .listening)
            try await stage.callerSays("when are you open", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.hearsItAll(call)
            #expect(await call.session.state == .listening)
            try await stage.tells(call) { $0.sessionClosed() }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(
                await stage.store.script == [
                    "agent: hello dear caller", "caller: when are you open", "agent: we are open all day long",
                ]
            )
            #expect(try await stage.texts(of: call) == ["hello dear caller", "we are open all day long"])
        }
    }

    @Test func recordsItsEventsInOrder() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("when are you open", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.hearsItAll(call)
            try await stage.tells(call) { $0.pressed("5") }
            try await stage.tells(call) { $0.connectionClosed() }
            #expect(await stage.untilEnded(call) == .connectionLost)
            let kinds = await stage.store.kinds
            #expect(
                kinds.map(\.short) == ["started", "spoken", "spoken", "turn", "spoken", "digit", "next", "ended"]
            )
            guard case .streamStarted("VX1", false, "conversation-relay", "conversation-relay", _) = kinds[0] else {
                Issue.record("\(kinds[0])")
                return
            }
        }
    }

    @Test func tellsTheResponderWhatTheCallerReallyHeard() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("first", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.tells(call) { $0.interrupted(after: "We are open al", played: .milliseconds(700)) }
            #expect(await call.session.state == .listening)
            try await stage.callerSays("second", in: call)
            await stage.untilSaying("we are open", in: call)
            #expect(stage.responder.histories.last == [.init(caller: "first", heard: "we are open")])
            #expect(await stage.store.script.contains("agent: we are open —"))
        }
    }

    @Test func answersAllThatWasSaidWhenTheCallerGoesOn() async throws {
        let gate = Waiter<Void>()
        let responder = ScriptedResponder { turn, _ in
            if turn.number == 1 { try await gate.value() }
            return .answer(Reply(text: "to \(turn.text)", source: "test"))
        }
        let stage = CallStage(responder: responder)
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("a table", in: call)
            await stage.until { responder.turns.count == 1 }
            try await stage.callerSays("for two", in: call)
            await stage.untilSaying("to a table for two", in: call)
            await stage.until { responder.cancellations == 1 }
        }
    }

    @Test func saysWhatItWasTaughtToSayWhenACallIsTakenUpAgain() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let resumed = try await stage.openRelay(resumed: true)
            let taught = try await stage.openRelay(.sample(2), resumed: true, opening: "here you are again")
            #expect(try await stage.texts(of: resumed) == ["Sorry, we were cut off. Please go on."])
            #expect(try await stage.texts(of: taught) == ["here you are again"])
        }
    }

    // MARK: Barge-in

    @Test func leavesItToTheCarrierWhatIsABargeIn() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.tells(call) { $0.agentSpeaks(true) }
            // A cough, which the carrier does not take for more.
            try await stage.tells(call) { $0.callerSpeaks(true) }
            try await stage.tells(call) { $0.prompted("uh", isLast: false) }
            try await stage.tells(call) { $0.callerSpeaks(false) }
            #expect(await call.session.says == "hello dear caller")
            try await stage.tells(call) { $0.interrupted(after: "hello", played: nil) }
            #expect(await call.session.state == .listening)
        }
    }

    @Test func lastWordsThatAreCutOffAllTheSameAreTheEnd() async throws {
        let stage = CallStage(responder: ScriptedResponder(saying: "see you soon then", action: .hangUp))
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("bye", in: call)
            await stage.untilSaying("see you", in: call)
            #expect(try await stage.onLoop { call.line.value.interruptible } == [true, false])
            try await stage.tells(call) { $0.interrupted(after: "see you", played: .seconds(1)) }
            #expect(await stage.untilEnded(call) == .agentHungUp)
            #expect(await stage.store.script.last == "agent: see you —")
            #expect(try await stage.end(of: call) == .init(next: .hangUp, termination: .agentHungUp))
        }
    }

    @Test func wordsWithoutAnInterruptionCutInToo() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.tells(call) { $0.agentSpeaks(true) }
            try await stage.tells(call) { $0.played("hello dear") }
            try await stage.callerSays("a table please", in: call)
            await stage.untilSaying("we are open", in: call)
            await stage.journal.flush()
            #expect(await stage.store.script.contains("agent: hello dear —"))
        }
    }

    // MARK: When a speech has been heard

    @Test func waitsForTheEndOfTheVoice() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.tells(call) { $0.agentSpeaks(true) }
            try await stage.tells(call) { $0.agentSpeaks(false) }
            // Perhaps it only breathes.
            await stage.passes(.milliseconds(300))
            try await stage.tells(call) { $0.agentSpeaks(true) }
            await stage.passes(.seconds(3))
            #expect(await call.session.says != nil)
            try await stage.tells(call) { $0.agentSpeaks(false) }
            await stage.passes(.milliseconds(499))
            #expect(await call.session.says != nil)
            await stage.passes(.milliseconds(1))
            #expect(await call.session.state == .listening)
        }
    }

    @Test func endsItsLastWordsInBoundedTimeWhateverTheCarrierLeavesOut() async throws {
        // Nothing, only the beginning, only the words, an end without a beginning.
        let signs: [@Sendable (isolated RelaySession) -> Void] = [
            { _ in }, { $0.agentSpeaks(true) }, { $0.played("see you soon then") }, { $0.agentSpeaks(false) },
            { $0.played("something else") },
        ]
        for sign in signs {
            let stage = CallStage(responder: ScriptedResponder(saying: "see you soon then", action: .hangUp))
            try await stage.running { stage in
                let call = try await stage.openRelay()
                await stage.passes(.seconds(8))
                #expect(await call.session.state == .listening)
                try await stage.callerSays("bye", in: call)
                await stage.untilSaying("see you", in: call)
                try await stage.tells(call, sign)
                await stage.passes(.seconds(8))
                #expect(await stage.untilEnded(call) == .agentHungUp)
                #expect(await stage.store.script.last == "agent: see you soon then")
            }
        }
    }

    @Test func timesTheVoiceOnlyWhereItIsTold() async throws {
        for isTold in [true, false] {
            let stage = CallStage()
            try await stage.running { stage in
                let call = try await stage.openRelay()
                try await stage.hearsItAll(call)
                try await stage.callerSays("when", in: call)
                await stage.untilSaying("we are open", in: call)
                await stage.passes(.milliseconds(400))
                if isTold { try await stage.tells(call) { $0.agentSpeaks(true) } }
                await stage.passes(.seconds(20))
                try await stage.tells(call) { $0.sessionClosed() }
                _ = await stage.untilEnded(call)
                let turns = await stage.store.kinds.compactMap { kind -> TurnSummary? in
                    if case .turn(let summary) = kind { summary } else { nil }
                }
                #expect(turns.map(\.synthesis) == [isTold ? .milliseconds(400) : nil])
            }
        }
    }

    // MARK: Silence, keys, ends

    @Test func climbsTheSilenceLadder() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            await stage.passes(.seconds(8))
            #expect(await call.session.says == "Are you still there?")
            try await stage.hearsItAll(call)
            await stage.passes(.seconds(8))
            #expect(await call.session.says == "Thank you for calling. Goodbye.")
            try await stage.hearsItAll(call)
            #expect(await stage.untilEnded(call) == .callerSilent)
        }
    }

    @Test func isPatientWithACallerWhoSpeaks() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            await stage.passes(.seconds(7))
            try await stage.tells(call) { $0.callerSpeaks(true) }
            await stage.passes(.seconds(7))
            #expect(await call.session.state == .listening)
            try await stage.tells(call) { $0.callerSpeaks(false) }
            await stage.passes(.seconds(1))
            try await stage.callerSays("a long sentence", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.tells(call) { $0.sessionClosed() }
            _ = await stage.untilEnded(call)
            let line = await stage.store.kinds.compactMap { kind -> SpokenLine? in
                if case .spoken(let line) = kind, line.speaker == .caller { line } else { nil }
            }.first
            #expect(line?.start == .seconds(7) && line?.end == .seconds(14) && line?.confidence == 1)
        }
    }

    @Test func connectsWithAPersonAtTheOperatorsKey() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.tells(call) { $0.pressed("0") }
            #expect(await call.session.says == "One moment, I am connecting you.")
            try await stage.hearsItAll(call)
            #expect(await stage.untilEnded(call) == .transferred)
            let end = try await stage.end(of: call)
            #expect(end == .init(next: .transfer(to: "+12025550111"), termination: .transferred))
            #expect(stage.manager.decision(for: call.session.info.id) == .transfer(to: "+12025550111"))
        }
    }

    @Test func drainsBetweenTurnsAndIsTakenUpElsewhere() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            call.session.requestDrain()
            await stage.loop.run()
            #expect(await call.session.says == "hello dear caller")
            try await stage.hearsItAll(call)
            #expect(await stage.untilEnded(call) == .drained)
            #expect(try await stage.end(of: call) == .init(next: .resume, termination: .drained))
        }
    }

    @Test func givesWayToANewerSessionOfTheSameCall() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let older = try await stage.openRelay()
            let newer = try await stage.openRelay(resumed: true, session: "VX2")
            await stage.loop.run()
            #expect(await stage.untilEnded(older) == .replaced)
            #expect(stage.manager.live(newer.session.info.id) === newer.session)
            #expect(stage.manager.decision(for: newer.session.info.id) == nil)
        }
    }

    @Test func obeysOperators() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            #expect(await call.session.carryOut(.say("a word from us", interrupts: false)))
            try await stage.hearsItAll(call)
            #expect(await call.session.says == "a word from us")
            try await stage.hearsItAll(call)
            #expect(await call.session.carryOut(.leave(saying: nil, .operatorHungUp, next: .hangUp)))
            #expect(await stage.untilEnded(call) == .operatorHungUp)
            #expect(await !call.session.carryOut(.say("too late", interrupts: true)))
        }
    }

    @Test func changesTheLanguage() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.tells(call) { $0.useLanguage(speech: "es-MX", recognition: nil) }
            #expect(try await stage.onLoop { call.line.value.languages } == [["es-MX", nil]])
        }
    }

    // MARK: Bounds

    @Test func endsTheSessionOfALineThatTakesNothing() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.openRelay { $0.isFull = true }
            #expect(await stage.untilEnded(call) == .lineStuck)
            #expect(await stage.store.script == [])
        }
    }

    @Test func boundsAndCleansWhatIsSaidAndHeard() async throws {
        let text = "a\u{0}b\r\nc\u{202E}d " + String(repeating: "word ", count: 250_000)
        let stage = CallStage(responder: ScriptedResponder(saying: text))
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("x\u{1B}[31m\u{200B}y " + String(repeating: "z", count: 1 << 20), in: call)
            await stage.until { (try? await stage.texts(of: call).count) == 2 }
            let said = try #require(try await stage.texts(of: call).last)
            #expect(said.hasPrefix("ab cd word") && said.count <= 4_000 && said.hasSuffix("word"))
            let heard = try #require(stage.responder.turns.first?.text)
            #expect(heard == "x[31my")
            await stage.passes(.seconds(400))
            await stage.journal.flush()
            #expect(await stage.store.script.contains("agent: \(said) —"))
        }
    }
}
