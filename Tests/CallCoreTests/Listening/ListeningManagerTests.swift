// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import Testing

@testable import CallCore

/// Listening beside conversations in the registry.
struct ListeningManagerTests {
    @Test func aNewerStreamReplacesTheOneThatWasListenedTo() async throws {
        try await ListeningStage().running { stage in
            let first = try await stage.open()
            let second = try await stage.open(stream: "MZ2")
            #expect(await stage.untilEnded(first) == .replaced)
            #expect(stage.manager.live(first.session.info.id) === second.session)
            #expect(await second.session.ending == nil)
            try await stage.onLoop { second.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(second)
            #expect(stage.manager.snapshot.live == 0)
        }
    }

    @Test func forgetsNothingThatTheConversationDecided() async throws {
        try await CallStage().running { stage in
            let call = try await stage.open()
            let next = NextStep.transfer(to: "+12025550111")
            try await stage.onLoop { call.session.assumeIsolated { $0.stop(.transferred, next: next) } }
            _ = await stage.untilEnded(call)
            let listening = try await stage.listen(to: call.session.info)
            #expect(stage.manager.decision(for: call.session.info.id) == next)
            #expect(stage.manager.session(of: call.session.info.id) == nil)
            #expect(stage.manager.live(call.session.info.id)?.purpose == .listening)
            try await stage.onLoop { listening.assumeIsolated { $0.connectionClosed() } }
            await stage.until { await listening.hasEnded }
            #expect(stage.manager.decision(for: call.session.info.id) == next)
            #expect(await stage.store.kinds.count { if case .nextDecided = $0 { true } else { false } } == 1)
        }
    }

    @Test func aConversationTakesTheCallBack() async throws {
        try await CallStage().running { stage in
            let listening = try await stage.listen(to: .sample())
            let call = try await stage.open(.sample(), resumed: true, stream: "MZ9")
            await stage.until { await listening.hasEnded }
            #expect(await listening.ending == .replaced)
            #expect(stage.manager.session(of: call.session.info.id) === call.session)
            #expect(await call.session.ending == nil)
        }
    }

    @Test func drainsStreamsThatAreListenedTo() async throws {
        try await CallStage().running { stage in
            let listening = try await stage.listen(to: .sample())
            async let remaining = stage.manager.drain(within: .zero)
            await stage.movesTheClock { await listening.hasEnded }
            stage.clock.advance(by: .seconds(1))
            #expect(await remaining == 1)
            #expect(await listening.ending == .drained)
        }
    }

    @Test func saysThatNobodyCouldBeListenedTo() async throws {
        try await CallStage().running { stage in
            _ = stage.manager.admit(.sample(), isResumed: true, for: .listening)
            await stage.passes(.seconds(61))
            await stage.manager.forgetExpiredPasses()
            await stage.journal.flush()
            #expect(await stage.store.kinds == [.streamEnded(.neverStreamed, purpose: .listening)])
        }
    }

    @Test func aTokenIsForOnePurpose() throws {
        let stage = CallStage()
        guard case .admitted(let conversation) = stage.manager.admit(.sample(), isResumed: false),
            case .admitted(let listening) = stage.manager.admit(.sample(), isResumed: true, for: .listening)
        else {
            Issue.record("not admitted")
            return
        }
        #expect(conversation != listening)
        // The newer token is the only one that is good.
        #expect(stage.manager.redeem(conversation) == nil)
        #expect(stage.manager.redeem(listening) == nil, "it is for no conversation")
        #expect(stage.manager.redeem(listening, for: [.conversation, .listening])?.purpose == .listening)
    }
}

extension CallStage {
    /// Admits a call and opens a stream to listen to.
    func listen(to info: CallInfo) async throws -> ListeningSession {
        guard case .admitted(let token) = self.manager.admit(info, isResumed: true, for: .listening) else {
            throw StoreError(.rejected, "not admitted")
        }
        let grant = try #require(self.manager.redeem(token, for: [.listening]))
        return try await self.onLoop { [loop, manager] in
            let line = NIOLoopBound<any CallLine>(PlayoutLine(eventLoop: loop), eventLoop: loop)
            return manager.listen(grant, stream: "MZ5", line: line)
        }
    }
}
