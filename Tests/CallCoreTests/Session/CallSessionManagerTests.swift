// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(1)))
struct CallSessionManagerTests {
    private func manager(
        _ stage: CallStage,
        _ change: (inout CallSessionManager.Configuration) -> Void = { _ in }
    ) -> CallSessionManager {
        var configuration = CallSessionManager.Configuration()
        change(&configuration)
        return CallSessionManager(
            dialogue: stage.manager.dialogue,
            recogniser: stage.ears,
            synthesiser: stage.voice,
            journal: stage.journal,
            configuration: configuration,
            clock: stage.clock,
            // Without NIOEmbedded imported here this would be the real time.
            monotonic: { stage.loop.now },
            randomness: SeededGenerator(seed: 4),
            logger: .silent
        )
    }

    private func token(_ admission: Admission) -> StreamPass? {
        if case .admitted(let token) = admission { return token }
        return nil
    }

    // MARK: Letting in

    @Test func givesARepeatedWebhookTheSameTokenAndTimeToUseIt() async throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        let first = try #require(self.token(manager.admit(.sample(), isResumed: false)))
        await stage.passes(.seconds(59))
        #expect(self.token(manager.admit(.sample(), isResumed: false)) == first)
        await stage.passes(.seconds(59))
        #expect(manager.redeem(first)?.info == .sample())
        #expect(manager.snapshot.pending == 0)
    }

    @Test func takesATokenOnce() throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        let token = try #require(self.token(manager.admit(.sample(), isResumed: true)))
        #expect(manager.redeem(token)?.isResumed == true)
        #expect(manager.redeem(token) == nil)
        var unknown = token
        unknown.nonce.low ^= 1
        #expect(manager.redeem(unknown) == nil)
    }

    @Test func keepsThePlaceOfACallBetweenItsTokenAndItsFirstMessage() async throws {
        let stage = CallStage()
        let manager = self.manager(stage) { $0.maximumCalls = 1 }
        var other = CallInfo.sample()
        other.id = CallID("CA2")
        let token = try #require(self.token(manager.admit(.sample(), isResumed: false)))
        let grant = try #require(manager.redeem(token))
        #expect(self.token(manager.admit(other, isResumed: false)) == nil)
        manager.abandon(grant)
        let second = try #require(self.token(manager.admit(other, isResumed: false)))
        // Nor does a stream that neither begins nor ends keep a place for ever.
        #expect(manager.redeem(second) != nil)
        #expect(self.token(manager.admit(.sample(), isResumed: false)) == nil)
        await stage.passes(.seconds(15))
        #expect(self.token(manager.admit(.sample(), isResumed: false)) != nil)
    }

    @Test func takesNoTokenThatHasExpiredAndWritesDownThatTheCallNeverStreamed() async throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        try await stage.running { stage in
            let token = try #require(self.token(manager.admit(.sample(), isResumed: false)))
            await stage.passes(.seconds(60))
            #expect(manager.redeem(token) == nil)
            await manager.forgetExpiredPasses()
            #expect(manager.snapshot.pending == 0)
            let fresh = try #require(self.token(manager.admit(.sample(), isResumed: false)))
            #expect(fresh != token)
            #expect(manager.redeem(token) == nil)
            await stage.journal.flush()
            #expect(await stage.store.kinds == [.streamEnded(.neverStreamed)])
        }
    }

    @Test(arguments: [true, false])
    func writesDownOnceThatAStreamNeverSaidWhoItIs(hasHandler: Bool) async throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        try await stage.running { stage in
            let token = try #require(self.token(manager.admit(.sample(), isResumed: false)))
            let grant = try #require(manager.redeem(token))
            await stage.passes(.seconds(14))
            await manager.forgetExpiredPasses()
            #expect(manager.has(CallInfo.sample().id))
            if hasHandler { manager.abandon(grant) }
            await stage.passes(.seconds(1))
            await manager.forgetExpiredPasses()
            await manager.forgetExpiredPasses()
            manager.abandon(grant)
            #expect(!manager.has(CallInfo.sample().id))
            await stage.journal.flush()
            #expect(await stage.store.kinds == [.streamEnded(.neverStreamed)])
        }
    }

    @Test func givesBackOnlyTheirOwnPlaceWhenTwoStreamsOfACallAreOpened() async throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        try await stage.running { stage in
            let first = try #require(
                self.token(manager.admit(.sample(), isResumed: false)).flatMap { manager.redeem($0) }
            )
            let second = try #require(
                self.token(manager.admit(.sample(), isResumed: true)).flatMap { manager.redeem($0) }
            )
            manager.abandon(first)
            #expect(manager.has(CallInfo.sample().id))
            manager.abandon(second)
            #expect(!manager.has(CallInfo.sample().id))
            await stage.journal.flush()
            #expect(await stage.store.kinds == [.streamEnded(.neverStreamed), .streamEnded(.neverStreamed)])
        }
    }

    @Test func cleansUpByItsClock() async throws {
        let stage = CallStage()
        let manager = self.manager(stage)
        let running = Task { await manager.run() }
        _ = manager.admit(.sample(), isResumed: false)
        await stage.passes(.seconds(61))
        await stage.clock.waitForSleepers(1)
        stage.clock.advance(by: .seconds(5))
        await stage.until { manager.snapshot.pending == 0 }
        running.cancel()
        await running.value
    }

    @Test func letsInNoMoreThanTheLimitButNeverTurnsAwayWhoIsOnTheLine() async throws {
        let stage = CallStage()
        let manager = self.manager(stage) { $0.maximumCalls = 2 }
        let first = try #require(self.token(manager.admit(.sample(1), isResumed: false)))
        #expect(self.token(manager.admit(.sample(2), isResumed: false)) != nil)
        #expect(manager.admit(.sample(3), isResumed: false) == .full)
        #expect(self.token(manager.admit(.sample(3), isResumed: true)) != nil)
        #expect(self.token(manager.admit(.sample(1), isResumed: false)) == first)
        #expect(manager.snapshot == .init(live: 0, pending: 3, limit: 2, isDraining: false))
        manager.carrierEnded(.sample(2))
        manager.carrierEnded(.sample(3))
        #expect(self.token(manager.admit(.sample(4), isResumed: false)) != nil)
    }

    @Test func staysConsistentWhenManyThreadsAskAtOnce() async throws {
        let stage = CallStage()
        let manager = self.manager(stage) { $0.maximumCalls = 50 }
        let redeemed = Counting()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<200 {
                        let info = CallInfo.sample(worker * 20 + number % 20)
                        guard case .admitted(let token) = manager.admit(info, isResumed: false) else { continue }
                        if manager.redeem(token) != nil { _ = redeemed.next() }
                        if manager.redeem(token) != nil { Issue.record("a token was good twice") }
                    }
                }
            }
        }
        #expect(manager.snapshot.pending == 0)
        #expect(redeemed.value > 0)
    }

    // MARK: Decisions

    @Test func remembersTheDecisionsOfTheLatestCallsOnly() {
        var decisions = RecentDecisions(limit: 3)
        for number in 1...5 { decisions.remember(.hangUp, of: CallID("\(number)")) }
        #expect(decisions.count == 3)
        #expect(decisions.next(of: CallID("2")) == nil)
        #expect(decisions.next(of: CallID("3")) == .hangUp)
    }

    @Test func doesNotForgetACallThatDecidedTwice() {
        var decisions = RecentDecisions(limit: 3)
        let call = CallID("again")
        decisions.remember(.resume, of: call)
        decisions.forget(call)
        decisions.remember(.resume, of: CallID("1"))
        decisions.remember(.voicemail, of: call)
        decisions.remember(.hangUp, of: call)
        decisions.remember(.resume, of: CallID("2"))
        #expect(decisions.next(of: call) == .hangUp)
        #expect(decisions.count == 3)
        for _ in 0..<1000 { decisions.remember(.resume, of: call) }
        #expect(decisions.count == 3)
    }

    @Test func forgetsADecisionWhenTheCallStreamsAgainOrIsOver() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let first = try await stage.open()
            try await stage.onLoop { first.session.assumeIsolated { $0.connectionClosed() } }
            #expect(stage.manager.decision(for: first.session.info.id) == .resume)
            _ = await stage.untilEnded(first)
            let second = try await stage.open(resumed: true)
            #expect(stage.manager.decision(for: first.session.info.id) == nil)
            try await stage.onLoop { second.session.assumeIsolated { $0.streamStopped() } }
            #expect(stage.manager.decision(for: first.session.info.id) == .hangUp)
            stage.manager.carrierEnded(first.session.info.id)
            #expect(stage.manager.decision(for: first.session.info.id) == nil)
        }
    }

    // MARK: Draining

    @Test func drainsAtOnceWithoutCallsAndLetsNobodyInAnyMore() async {
        let stage = CallStage()
        await stage.manager.drain()
        #expect(stage.manager.snapshot.isDraining)
        #expect(stage.manager.admit(.sample(), isResumed: false) == .draining)
        #expect(stage.manager.admit(.sample(), isResumed: true) == .draining)
    }

    @Test func waitsForCallsThatEndByThemselves() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            async let drained = stage.manager.drain(within: .seconds(10))
            await stage.clock.waitForSleepers(1)
            #expect(await call.session.ending == nil)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .callerHungUp)
            stage.clock.advance(by: .milliseconds(100))
            #expect(await drained == 0)
        }
    }

    @Test func waitsForStreamsThatAreOnTheirWay() async throws {
        let stage = CallStage()
        let token = try #require(self.token(stage.manager.admit(.sample(1), isResumed: false)))
        _ = stage.manager.admit(.sample(2), isResumed: false)
        async let drained = stage.manager.drain(within: .seconds(10))
        await stage.clock.waitForSleepers(1)
        let grant = try #require(stage.manager.redeem(token))
        stage.clock.advance(by: .milliseconds(100))
        await stage.clock.waitForSleepers(1)
        stage.manager.carrierEnded(.sample(2))
        stage.clock.advance(by: .milliseconds(100))
        // The first one's stream is there and has not said who it is.
        await stage.clock.waitForSleepers(1)
        stage.manager.abandon(grant)
        stage.clock.advance(by: .milliseconds(100))
        #expect(await drained == 0)
    }

    @Test func doesNotWaitForStreamsThatNeverCome() async throws {
        let stage = CallStage()
        _ = stage.manager.admit(.sample(1), isResumed: false)
        #expect(await stage.manager.drain(within: .zero) == 1)
        await stage.passes(.seconds(60))
        #expect(await stage.manager.drain(within: .seconds(3600)) == 0)
    }

    @Test func movesCallsOnWhenTheTimeIsUp() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            async let drained = stage.manager.drain(within: .milliseconds(200))
            await stage.movesTheClock { await call.session.hasEnded }
            await stage.movesTheClock { stage.manager.isEmpty }
            stage.clock.advance(by: .seconds(1))
            #expect(await drained == 1)
            #expect(await stage.untilEnded(call) == .drained)
            #expect(stage.manager.decision(for: call.session.info.id) == .resume)
        }
    }

    @Test func cutsShortWhoTalksOn() async throws {
        let stage = CallStage(responder: ScriptedResponder { _, _ in try await Waiter<Response>().value() })
        try await stage.running { stage in
            let call = try await stage.open()
            try await stage.callerSays("hello")
            async let drained = stage.manager.drain(within: .zero)
            // Half the closing deadline goes to answering the turn, the rest to closing.
            await stage.movesTheClock { await call.session.hasEnded }
            stage.clock.advance(by: .seconds(1))
            #expect(await drained == 1)
            #expect(await stage.untilEnded(call) == .drained)
        }
    }

    @Test func closesStreamsAFewAtATime() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            var sessions: [CallSession] = []
            for number in 1...25 { sessions.append(try await stage.open(.sample(number)).session) }
            await stage.passes(.seconds(2))
            let all = sessions
            let told: @Sendable () async -> Int = {
                var count = 0
                for session in all where await session.ending != nil { count += 1 }
                return count
            }
            async let drained = stage.manager.drain(within: .zero)
            for expected in [10, 20] {
                await stage.clock.waitForSleepers(1)
                await stage.until { await told() == expected }
                stage.clock.advance(by: .milliseconds(249))
                #expect(await told() == expected)
                stage.clock.advance(by: .milliseconds(1))
            }
            await stage.until { await told() == 25 }
            await stage.until { stage.manager.isEmpty }
            await stage.movesTheClock { stage.clock.sleeperCount == 0 }
            #expect(await drained == 25)
        }
    }

    @Test func waitsForTheLongestLastWords() async throws {
        var configuration = CallSession.Configuration()
        configuration.lastWordsDeadline = .seconds(40)
        let stage = CallStage(session: configuration)
        stage.ears.state.withLock { $0.answersFinish = false }
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.seconds(2))
            let isDrained = Mutex(false)
            let draining = Task {
                let count = await stage.manager.drain(within: .zero)
                isDrained.withLock { $0 = true }
                return count
            }
            await stage.until { await call.session.ending != nil }
            let start = stage.clock.now
            await stage.movesTheClock { start.duration(to: stage.clock.now) > .seconds(43) }
            #expect(!isDrained.withLock { $0 })
            await stage.passes(.seconds(40))
            #expect(await stage.untilEnded(call) == .drained)
            await stage.movesTheClock { isDrained.withLock { $0 } }
            #expect(await draining.value == 1)
        }
    }

    /// R45.
    @Test func letsNoClockThatIsSetEndACallOrChangeItsOrder() async throws {
        let clock = SettableClock()
        let stage = CallStage(wallClock: clock)
        try await stage.running { stage in
            let token = try #require(self.token(stage.manager.admit(.sample(2), isResumed: false)))
            let call = try await stage.open()
            await stage.passes(.seconds(1))
            for jump in [-3_600.0, 7_200, -3_600, 86_400, -200_000] {
                clock.now += jump
                try await stage.callerSays("hello at \(jump)")
                await stage.untilSaying("we are open", in: call)
                await stage.passes(.milliseconds(1_900))
                #expect(await call.session.ending == nil)
            }
            #expect(stage.manager.redeem(token) != nil)
            await stage.journal.flush()
            let times = await stage.store.stored.map { $0.event.time.microseconds }
            #expect(times.count > 15 && zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func endsFastWhenItIsCancelled() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            let draining = Task { await stage.manager.drain(within: .seconds(3600)) }
            await stage.clock.waitForSleepers(1)
            draining.cancel()
            #expect(await draining.value == 1)
            #expect(await stage.untilEnded(call) == .drained)
        }
    }
}

extension CallSessionManager {
    var isEmpty: Bool { self.state.withLock { $0.live.isEmpty && $0.closing.isEmpty } }

    fileprivate func carrierEnded(_ info: CallInfo) { self.carrierEnded(info.id) }
}

extension CallStage {
    /// Moves the clock of the manager until it is so.
    func movesTheClock(
        sourceLocation: SourceLocation = #_sourceLocation,
        until condition: @Sendable () async -> Bool
    ) async {
        await self.until(sourceLocation: sourceLocation) {
            if await condition() { return true }
            if self.clock.sleeperCount > 0 { self.clock.advance(by: .milliseconds(100)) }
            return false
        }
    }
}
