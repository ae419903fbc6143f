// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Testing

@testable import CallCore

/// Keys that callers press while they are in conversation.
struct KeyTests {
    private static func digits(_ kinds: [CallEvent.Kind]) -> [String] {
        kinds.compactMap { if case .digit(let digit, _) = $0 { digit } else { nil } }
    }

    private static func places(_ kinds: [CallEvent.Kind]) -> [Duration] {
        kinds.compactMap { if case .digit(_, let place) = $0 { place } else { nil } }
    }

    /// The caller's audio goes on meanwhile: so many frames of 20 ms from a place on.
    private static func hear(_ frames: Range<Int>, in call: CallStage.Call) {
        call.session.assumeIsolated { session in
            for index in frames {
                let place = InboundFrame(chunk: UInt64(index + 1), offset: .milliseconds(20 * index))
                session.hear(.tone(milliseconds: 20), place)
            }
        }
    }

    @Test func keepsEveryKeyWithItsPlaceAndLetsUsSpeakOn() async throws {
        try await CallStage().running { stage in
            let call = try await stage.open()
            await stage.untilSaying("hello", in: call)
            for (index, key) in ["1", "2", "3", "#", "*", "A"].enumerated() {
                try await stage.onLoop {
                    Self.hear(index * 10..<index * 10 + 10, in: call)
                    call.session.assumeIsolated { $0.pressed(key) }
                }
            }
            #expect(await call.session.says == "hello dear caller", "a key that means nothing does not cut us off")
            try await stage.onLoop { #expect(call.line.value.clears == 0) }
            await stage.journal.flush()
            let kinds = await stage.store.kinds
            #expect(Self.digits(kinds) == ["1", "2", "3", "#", "*", "A"])
            #expect(Self.places(kinds) == (1...6).map { .milliseconds(200 * $0) })
        }
    }

    @Test func theOperatorKeyCutsUsOffAndAsksForAPerson() async throws {
        let policy = DialoguePolicy(transferNumber: "+12025550111", operatorDigit: "0")
        try await CallStage(policy: policy).running { stage in
            let call = try await stage.open()
            await stage.untilSaying("hello", in: call)
            try await stage.onLoop {
                for key in ["5", "0", "0"] { call.session.assumeIsolated { $0.pressed(key) } }
            }
            try await stage.onLoop { #expect(call.line.value.clears == 1) }
            await stage.passes(.seconds(60))
            #expect(await stage.untilEnded(call) == .transferred)
            #expect(stage.manager.decision(for: call.session.info.id) == .transfer(to: "+12025550111"))
            // The second press is kept, and nothing comes of it.
            #expect(Self.digits(await stage.store.kinds) == ["5", "0", "0"])
            #expect(await stage.store.kinds.count { if case .nextDecided = $0 { true } else { false } } == 1)
        }
    }

    @Test func aKeyWhileAnAnswerIsThoughtOfChangesNothing() async throws {
        let answer = Waiter<Response>()
        let stage = CallStage(responder: ScriptedResponder { _, _ in try await answer.value() })
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(10))
            try await stage.callerSays("when are you open")
            try await stage.onLoop { call.session.assumeIsolated { $0.pressed("7") } }
            answer.settle(.success(.answer(Reply(text: "we are open", source: "test"))))
            await stage.untilSaying("we are open", in: call)
            await stage.journal.flush()
            #expect(Self.digits(await stage.store.kinds) == ["7"])
        }
    }

    @Test func nothingIsPressedAnyMoreOnceTheStreamHasEnded() async throws {
        try await CallStage().running { stage in
            let call = try await stage.open()
            try await stage.onLoop {
                call.session.assumeIsolated { session in
                    session.streamStopped()
                    session.pressed("0")
                }
            }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            #expect(Self.digits(await stage.store.kinds).isEmpty)
        }
    }
}
