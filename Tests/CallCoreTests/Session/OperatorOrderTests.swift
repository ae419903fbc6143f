// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import CallCore

/// What operators want of a call whose stream is open, and what calls are ordered with.
struct OperatorOrderTests {
    @Test func saysAnOperatorsSentenceAndWritesItDown() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            #expect(await call.session.carryOut(.say("your table is ready", interrupts: true)))
            await stage.untilSaying("your table", in: call)
            await stage.passes(.seconds(5))
            await stage.journal.flush()
            let lines = await stage.store.kinds.compactMap { kind -> SpokenLine? in
                if case .spoken(let line) = kind { line } else { nil }
            }
            #expect(lines.contains { $0.text == "your table is ready" && $0.source.hasSuffix("operator") })
        }
    }

    @Test func leavesAndRemembersWhatComesNext() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            let next = NextStep.transfer(to: "+12025550143", whisper: "A caller who waits.")
            #expect(await call.session.carryOut(.leave(saying: nil, .transferred, next: next)))
            #expect(await stage.untilEnded(call) == .transferred)
            #expect(stage.manager.decision(for: call.session.info.id) == next)
            #expect(await stage.store.kinds.contains(.nextDecided(next)))
            #expect(await call.session.carryOut(.say("anybody there?", interrupts: true)) == false)
        }
    }

    @Test func findsTheStreamOfACallThroughTheRegistry() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            let live = try #require(stage.manager.live(call.session.info.id))
            #expect(await live.carryOut(.leave(saying: nil, .operatorHungUp, next: .hangUp)))
            #expect(await stage.untilEnded(call) == .operatorHungUp)
            #expect(stage.manager.live(call.session.info.id) == nil)
        }
    }

    // MARK: Dialogues

    private func manager(_ stage: CallStage) -> CallSessionManager {
        var bookings = stage.manager.dialogue
        bookings.prompts.greeting = "Hello from the booking desk."
        return CallSessionManager(
            dialogue: stage.manager.dialogue,
            dialogues: ["bookings": bookings],
            recogniser: stage.ears,
            synthesiser: stage.voice,
            journal: stage.journal,
            logger: .silent
        )
    }

    private func info(_ plan: CallPlan?) -> CallInfo {
        var info = CallInfo.sample()
        info.plan = plan
        return info
    }

    @Test func greetsAsTheCallWasOrdered() {
        let manager = self.manager(CallStage())
        func greeting(_ plan: CallPlan?, opening: String? = nil) -> String {
            manager.dialogue(for: self.info(plan), opening: opening).prompts.greeting
        }
        #expect(greeting(nil) == "hello dear caller")
        #expect(greeting(CallPlan(dialogue: "bookings")) == "Hello from the booking desk.")
        #expect(greeting(CallPlan(greeting: "Your table.", dialogue: "bookings")) == "Your table.")
        #expect(greeting(CallPlan(dialogue: "closed last year")) == "hello dear caller")
        #expect(greeting(CallPlan(greeting: "Your table."), opening: "Thank you.") == "Thank you.")
    }

    @Test func takesACallUpAgainWithTheWordsItWasToldToSay() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let admission = stage.manager.admit(.sample(), isResumed: true, opening: "Thank you for holding.")
            guard case .admitted(let token) = admission else { throw StoreError(.rejected, "not admitted") }
            let grant = try #require(stage.manager.redeem(token))
            #expect(grant.opening == "Thank you for holding.")
            let session = try await stage.loop.executeInContext { [loop = stage.loop, manager = stage.manager] in
                let line = PlayoutLine(eventLoop: loop)
                return manager.open(grant, stream: "MZ2", line: NIOLoopBound<any CallLine>(line, eventLoop: loop))
            }
            #expect(await session.says == "Thank you for holding.")
        }
    }
}
