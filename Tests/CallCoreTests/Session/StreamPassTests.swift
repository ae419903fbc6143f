// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import CallCore

/// Two servers behind one address: one lets calls in, the other gets their streams.
@Suite(.timeLimit(.minutes(1)))
struct StreamPassTests {
    /// Another server beside the stage's own.
    private func other(
        _ stage: CallStage,
        clock: SettableClock = SettableClock(),
        _ change: (inout CallSessionManager.Configuration) -> Void = { _ in }
    ) -> CallSessionManager {
        var configuration = CallSessionManager.Configuration()
        change(&configuration)
        return CallSessionManager(
            dialogue: stage.manager.dialogue,
            recogniser: stage.ears,
            synthesiser: stage.voice,
            journal: CallJournal(
                store: stage.store,
                clock: stage.clock,
                wallClock: { clock.now },
                randomness: SeededGenerator(seed: 11),
                logger: .silent
            ),
            configuration: configuration,
            clock: stage.clock,
            monotonic: { stage.loop.now },
            randomness: SeededGenerator(seed: 12),
            logger: .silent
        )
    }

    private func pass(
        _ number: UInt64 = 1,
        _ purpose: StreamPurpose = .conversation,
        isResumed: Bool = false,
        in seconds: TimeInterval = 60
    ) -> StreamPass {
        StreamPass(
            call: CallInfo.sample(Int(number)).id,
            account: "AC1",
            purpose: purpose,
            isResumed: isResumed,
            expires: SettableClock().now + seconds,
            issuer: 99,
            nonce: .init(high: number, low: 0)
        )
    }

    private func place(_ claim: StreamClaim?) -> StreamPlace? {
        if case .foreign(let place) = claim { place } else { nil }
    }

    @Test func ofAnotherServerIsTakenOnceAndHoldsAPlace() throws {
        let stage = CallStage()
        let manager = self.other(stage)
        let pass = self.pass()
        #expect(manager.claim(pass, for: [.relay]) == nil)
        let place = try #require(self.place(manager.claim(pass, for: [.conversation, .listening])))
        #expect(manager.claim(pass, for: [.conversation, .listening]) == nil)
        #expect(manager.state.withLock { $0.count(stage.loop.now) } == 1)
        manager.abandon(place)
        #expect(manager.state.withLock { $0.count(stage.loop.now) } == 0)
        #expect(manager.claim(pass, for: [.conversation]) == nil, "it stays used")
    }

    @Test func isGoodUntilItsTimeIsOverByAClockThatMayBeWrongABit() {
        let stage = CallStage()
        let manager = self.other(stage)
        #expect(manager.claim(self.pass(1, in: -29), for: [.conversation]) != nil)
        #expect(manager.claim(self.pass(2, in: -30), for: [.conversation]) == nil)
        #expect(manager.claim(self.pass(3, in: 90), for: [.conversation]) != nil)
        #expect(manager.claim(self.pass(4, in: 91), for: [.conversation]) == nil, "no pass is good for so long")
    }

    @Test func cannotBeUsedAgainAsLongAsItIsGood() async {
        let stage = CallStage()
        let clock = SettableClock()
        let manager = self.other(stage, clock: clock)
        let pass = self.pass(in: 90)
        #expect(manager.claim(pass, for: [.conversation]) != nil)
        for _ in 0..<119 {
            await stage.passes(.seconds(1))
            clock.now += 1
            #expect(manager.claim(pass, for: [.conversation]) == nil)
        }
        await stage.passes(.seconds(2))
        clock.now += 2
        #expect(manager.claim(pass, for: [.conversation]) == nil, "now it has expired")
    }

    @Test func ofACallThatIsNewNeedsRoom() {
        let stage = CallStage()
        let manager = self.other(stage) { $0.maximumCalls = 1 }
        #expect(manager.claim(self.pass(1), for: [.conversation]) != nil)
        #expect(manager.claim(self.pass(2), for: [.conversation]) == nil)
        #expect(manager.claim(self.pass(3, isResumed: true), for: [.conversation]) != nil)
        #expect(manager.claim(self.pass(4, .listening), for: [.listening]) != nil)
    }

    @Test func ofOnesOwnIsNoForeignOne() async throws {
        let stage = CallStage()
        guard case .admitted(let pass) = stage.manager.admit(.sample(), isResumed: false) else {
            Issue.record("not admitted")
            return
        }
        #expect(stage.manager.redeem(pass) != nil)
        #expect(stage.manager.claim(pass, for: [.conversation]) == nil)
        guard case .admitted(let second) = stage.manager.admit(.sample(2), isResumed: false) else { return }
        stage.manager.carrierEnded(CallInfo.sample(2).id)
        #expect(stage.manager.claim(second, for: [.conversation]) == nil, "the call is over")
    }

    @Test func isANewOneForEveryStreamThatIsTakenUpAgain() {
        let stage = CallStage()
        guard case .admitted(let first) = stage.manager.admit(.sample(), isResumed: false),
            case .admitted(let repeated) = stage.manager.admit(.sample(), isResumed: false),
            // Its stream was another server's, and has ended there.
            case .admitted(let second) = stage.manager.admit(.sample(), isResumed: true),
            case .admitted(let third) = stage.manager.admit(.sample(), isResumed: true)
        else {
            Issue.record("not admitted")
            return
        }
        #expect(repeated == first)
        #expect(Set([first.nonce, second.nonce, third.nonce]).count == 3)
        #expect(stage.manager.claim(second, for: [.conversation]) == nil)
        #expect(stage.manager.claim(third, for: [.conversation]) != nil)
    }

    @Test func ofAnotherServerIsSentAwayByOneThatShutsDown() {
        let stage = CallStage()
        guard case .admitted(let own) = stage.manager.admit(.sample(2), isResumed: false) else {
            Issue.record("not admitted")
            return
        }
        #expect(!stage.manager.sendsAway(self.pass()) && !stage.manager.sendsAway(own))
        stage.manager.beginDraining()
        #expect(stage.manager.sendsAway(self.pass()) && !stage.manager.sendsAway(own))
    }

    @Test func becomesAGrantWithAllThatTheStoreKnows() throws {
        let stage = CallStage()
        let manager = self.other(stage)
        var pass = self.pass(isResumed: true)
        let memory = ConversationMemory.after(.started, .agent("hello"), .caller("when"))
        let place = try #require(self.place(manager.claim(pass, for: [.conversation])))
        let grant = manager.grant(pass, at: place, info: .sample(), memory: memory)
        #expect(grant.info == .sample() && grant.isResumed && grant.memory == memory && grant.opening == nil)
        pass.isUnheld = true
        let held = manager.grant(pass, at: place, info: .sample(), memory: memory)
        #expect(held.opening == DialoguePrompts().unheld && held.memory == memory.withoutQuestion)
    }

    @Test func namesItsEndAnewForAWebhookThatIsRepeatedLate() async throws {
        let stage = CallStage()
        let clock = SettableClock()
        let manager = self.other(stage, clock: clock)
        guard case .admitted(let first) = manager.admit(.sample(), isResumed: false) else { return }
        clock.now += 20
        #expect(manager.admit(.sample(), isResumed: false) == .admitted(first))
        clock.now += 20
        guard case .admitted(let later) = manager.admit(.sample(), isResumed: false) else { return }
        #expect(later.expires == clock.now + 60 && later.nonce == first.nonce)
        #expect(manager.redeem(first) != nil)
    }

    // MARK: Whose stream came elsewhere

    private func missing(_ stage: CallStage) async -> Int {
        await stage.store.kinds.count { $0 == .streamEnded(.neverStreamed) }
    }

    @Test func isGivenBackWithoutAWordWhenTheStreamCameElsewhere() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let (here, there) = (CallInfo.sample(1), CallInfo.sample(2))
            for info in [here, there] {
                _ = try await stage.journal.append(stage.journal.event(.received(info), in: info.id))
                _ = stage.manager.admit(info, isResumed: false)
            }
            let elsewhere = self.other(stage).journal.event(.started("MZ9"), in: there.id)
            _ = try await stage.journal.append(elsewhere)
            await stage.passes(.seconds(61))
            await stage.manager.forgetExpiredPasses()
            await stage.journal.flush()
            #expect(stage.manager.snapshot.pending == 0)
            #expect(await self.missing(stage) == 1)
            let ended = await stage.store.events(of: here.id).last?.event.kind
            #expect(ended == .streamEnded(.neverStreamed))
        }
    }

    @Test func ofACallThatWasTakenUpIsMeasuredByTheStreamsItHadBefore() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let info = CallInfo.sample()
            for kind in [CallEvent.Kind.received(info), .started("MZ1"), .nextDecided(.resume)] {
                _ = try await stage.journal.append(stage.journal.event(kind, in: info.id))
            }
            let memory = try await stage.journal.memory(of: info.id)
            #expect(memory.streams == 1)
            for expected in [1, 1] {
                _ = stage.manager.admit(info, isResumed: true, memory: memory)
                await stage.passes(.seconds(61))
                await stage.manager.forgetExpiredPasses()
                await stage.journal.flush()
                #expect(await self.missing(stage) == expected)
                _ = try await stage.journal.append(stage.journal.event(.started("MZ2"), in: info.id))
            }
        }
    }

    // MARK: Which are used

    @Test func areRememberedOnlyAsLongAndAsManyAsMustBe() {
        let now = NIODeadline.uptimeNanoseconds(0)
        var used = UsedPasses(limit: 3)
        for number in 0..<3 {
            let isNew = used.use(.init(high: UInt64(number), low: 1), until: now + .seconds(10), now: now)
            #expect(isNew)
        }
        let again = used.use(.init(high: 1, low: 1), until: now + .seconds(10), now: now + .seconds(9))
        let tooMany = used.use(.init(high: 7, low: 1), until: now + .seconds(10), now: now + .seconds(9))
        let later = used.use(.init(high: 7, low: 1), until: now + .seconds(20), now: now + .seconds(10))
        #expect(!again && !tooMany && later && used.count == 1)
    }
}
