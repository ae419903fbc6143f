// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import CallCore

/// A call that is taken up goes on where it was: nothing that was said is forgotten, and nobody is greeted twice.
@Suite(.timeLimit(.minutes(1)))
struct ResumedCallTests {
    /// A call whose first stream has just broken.
    private func breaking(
        _ stage: CallStage,
        _ body: (CallStage.Call) async throws -> Void
    ) async throws -> ConversationMemory {
        let call = try await stage.open()
        await stage.passes(.milliseconds(900))
        try await body(call)
        try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
        #expect(await stage.untilEnded(call) == .connectionLost)
        return try await stage.journal.memory(of: call.session.info.id)
    }

    private func ask(_ text: String, _ stage: CallStage, _ call: CallStage.Call) async throws {
        try await stage.callerSays(text)
        await stage.untilSaying("we are open", in: call)
        await stage.passes(.milliseconds(1_800))
    }

    @Test func asksForNothingAgainAndTellsTheResponderAll() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let memory = try await self.breaking(stage) { call in try await self.ask("first", stage, call) }
            let call = try await stage.open(resumed: true, memory: memory, stream: "MZ2")
            #expect(await call.session.says == DialoguePrompts().resumed)
            await stage.passes(.seconds(4))
            try await self.ask("second", stage, call)
            #expect(stage.responder.turns.map(\.number) == [1, 2])
            #expect(stage.responder.histories.last == [.init(caller: "first", heard: "we are open all day long")])
            #expect(await !stage.store.script.dropFirst(3).contains { $0.contains("hello dear caller") })
        }
    }

    @Test func answersAtOnceWhatTheBreakLeftUnanswered() async throws {
        let asked = Mutex(0)
        let responder = ScriptedResponder { _, _ in
            let isFirst = asked.withLock { count in
                defer { count += 1 }
                return count == 0
            }
            if isFirst { try await Task.sleep(for: .seconds(3_600)) }
            return .answer(Reply(text: "we are open all day long", source: "test:answer"))
        }
        let stage = CallStage(responder: responder)
        try await stage.running { stage in
            let memory = try await self.breaking(stage) { _ in
                try await stage.callerSays("when are you open")
                await stage.until { responder.turns.count == 1 }
            }
            let call = try await stage.open(resumed: true, memory: memory, stream: "MZ2")
            await stage.until { responder.turns.count == 2 }
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(1_800))
            await stage.journal.flush()
            #expect(responder.turns.map(\.text) == ["when are you open", "when are you open"])
            let script = await stage.store.script
            #expect(script.last == "agent: we are open all day long")
            #expect(!script.contains { $0.contains("cut off") })
            // Its time began in another stream.
            let summary = await stage.store.kinds.compactMap { if case .turn(let turn) = $0 { turn } else { nil } }.last
            #expect(summary?.recognition == nil && summary?.response != nil)
        }
    }

    @Test func saysAnAnswerThatWasCutOffOnceMore() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let memory = try await self.breaking(stage) { call in
                try await stage.callerSays("when are you open")
                await stage.untilSaying("we are open", in: call)
                await stage.passes(.milliseconds(700))
            }
            #expect(memory.question == "when are you open")
            let call = try await stage.open(resumed: true, memory: memory, stream: "MZ2")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(1_800))
            await stage.journal.flush()
            let script = await stage.store.script
            #expect(
                script.suffix(3) == [
                    "caller: when are you open", "agent: we are —", "agent: we are open all day long",
                ]
            )
        }
    }

    @Test func givesUpWhereItWouldHaveGivenUpWithoutTheBreak() async throws {
        let stage = CallStage(responder: ScriptedResponder { _, _ in .notUnderstood })
        try await stage.running { stage in
            let memory = try await self.breaking(stage) { call in
                for _ in 0..<2 {
                    try await stage.callerSays("mumble")
                    await stage.until { await call.session.says != nil }
                    await stage.passes(.seconds(5))
                }
            }
            #expect(memory.reprompts == 2)
            let call = try await stage.open(resumed: true, memory: memory, stream: "MZ2")
            await stage.passes(.seconds(4))
            try await stage.callerSays("mumble")
            await stage.untilSaying("we are so sorry", in: call)
            guard case .closing(_, _, let next) = await call.session.state else {
                Issue.record("asks a third time")
                return
            }
            #expect(next == .voicemail)
        }
    }

    @Test func saysTheOpeningAndForgetsTheQuestionWhenTheCallComesFromElsewhere() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let memory = ConversationMemory.after(.started, .agent("hello"), .caller("when"))
            let call = try await stage.openRelay(resumed: true, memory: memory, opening: "Thank you for holding.")
            #expect(try await stage.texts(of: call) == ["Thank you for holding."])
            try await stage.hearsItAll(call)
            #expect(await call.session.state == .listening)
            #expect(stage.responder.turns.isEmpty)
        }
    }

    @Test func inWordsKnowsAsMuchAsInAudio() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let memory = ConversationMemory.after(
                .started,
                .caller("first"),
                .answered(1),
                .agent("un"),
                .caller("second")
            )
            let call = try await stage.openRelay(resumed: true, memory: memory)
            await stage.untilSaying("we are open", in: call)
            #expect(stage.responder.turns.map(\.number) == [2])
            #expect(stage.responder.turns.map(\.text) == ["second"])
            #expect(stage.responder.histories == [[.init(caller: "first", heard: "un")]])
        }
    }

    @Test func greetsWhoeverHeardNothingInTheFirstStream() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let memory = ConversationMemory.after(.started, .streamEnded(.synthesiserFailed))
            let call = try await stage.open(resumed: true, memory: memory)
            #expect(await call.session.says == "hello dear caller")
        }
    }

    @Test func goesOnWithoutAMemoryWhenTheStoreIsLate() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open(resumed: true, memory: nil)
            #expect(await call.session.says == DialoguePrompts().resumed)
        }
    }
}
