// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

@Suite(.timeLimit(.minutes(5)))
struct JanitorTests {
    private static let over = CarrierReport(status: .completed, seconds: 42)

    // MARK: The carrier says that it is over

    @Test func endsACallWhoseServerDied() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.carrier.knows(Self.over, of: call)
            await stage.rounds(3)
            // Not before its time.
            #expect(stage.carrier.asked.isEmpty)
            await stage.rounds(3)
            let record = try await stage.record()
            #expect(!record.isActive)
            #expect(record.termination == .serverLost && record.status == .completed && record.duration == 42)
            #expect(
                await stage.kinds().suffix(2) == [
                    .streamEnded(.serverLost), .status(.completed, duration: 42, sequence: nil),
                ]
            )
            await stage.rounds(20, each: .seconds(600))
            #expect(stage.carrier.asked == [call])
            #expect(stage.carrier.deeds.isEmpty)
        }
    }

    /// Everything that a record can go on with, and what the carrier's word makes of it.
    private static let states: [(kinds: [CallEvent.Kind], termination: CallTermination?)] = [
        ([], .serverLost),
        ([.talking], .serverLost),
        ([.talking, .nextDecided(.hangUp)], .serverLost),
        ([.talking, .nextDecided(.resume), .streamEnded(.drained)], .serverLost),
        ([.talking, .nextDecided(.resume), .streamEnded(.connectionLost)], .connectionLost),
        ([.talking, .nextDecided(.hold), .streamEnded(.held)], .held),
        ([.talking, .nextDecided(.gather), .streamEnded(.recogniserFailed)], .recogniserFailed),
        ([.talking, .nextDecided(.transfer(to: "+12025550111")), .streamEnded(.transferred)], .transferred),
        ([.talking, .nextDecided(.voicemail), .streamEnded(.voicemail)], .voicemail),
        ([.nextDecided(.gather)], nil),
        ([.nextDecided(.hangUp)], nil),
        ([.nextDecided(.voicemail)], nil),
    ]

    @Test(arguments: Self.states.indices)
    func closesEveryStateThatARecordCanGoOnWith(_ index: Int) async throws {
        let (kinds, termination) = Self.states[index]
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.digit("1", at: .zero))
            for kind in kinds { try await stage.happens(kind) }
            #expect(try await stage.record().isActive)
            stage.carrier.knows(Self.over, of: call)
            stage.passes(.seconds(121))
            await stage.rounds()
            let record = try await stage.record()
            #expect(!record.isActive && record.status == .completed)
            #expect(record.termination == termination)
        }
    }

    @Test(arguments: Self.states.indices)
    func closesEveryStateWithoutTheCarrierAsWell(_ index: Int) async throws {
        let stage = JanitorStage(hasCarrier: false)
        try await stage.running { stage in
            try await stage.happens(.digit("1", at: .zero))
            for kind in Self.states[index].kinds { try await stage.happens(kind) }
            stage.passes(.seconds(121))
            await stage.rounds(7, each: .seconds(1800))
            #expect(try await stage.record().isActive)
            await stage.rounds(3, each: .seconds(2300))
            let record = try await stage.record()
            #expect(!record.isActive && record.status != .completed)
            switch Self.states[index].termination {
            case .transferred?, .voicemail?: #expect(record.next == .hangUp)
            default: #expect(record.termination == .endUnknown)
            }
        }
    }

    @Test(arguments: [CallStatus.busy, .noAnswer, .canceled, .failed])
    func aCallThatNobodyTookHadNoConversation(_ status: CallStatus) async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens()
            stage.carrier.knows(CarrierReport(status: status), of: call)
            stage.passes(.seconds(121))
            await stage.rounds()
            let record = try await stage.record()
            #expect(record.status == status && record.termination == nil && !record.isActive)
        }
    }

    // MARK: Leaving alone

    @Test func leavesWhatGoesOnAndAsksLessAndLess() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.carrier.knows(CarrierReport(status: .inProgress), of: call)
            stage.passes(.seconds(121))
            let before = await stage.kinds()
            await stage.rounds(20)
            // 2, 4, 8 minutes, give or take: at most four times in ten minutes.
            #expect((2...4).contains(stage.carrier.asked.count), "\(stage.carrier.asked.count)")
            await stage.rounds(24 * 120)
            // From then on twice an hour.
            #expect((40...90).contains(stage.carrier.asked.count), "\(stage.carrier.asked.count)")
            #expect(await stage.kinds() == before)
            #expect(stage.carrier.deeds.isEmpty)
        }
    }

    @Test func asksNobodyAboutACallThatAnotherServerHas() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            try await stage.happens(.talking)
            for _ in 0..<60 {
                try await stage.happens(.digit("1", at: .zero))
                await stage.rounds()
            }
            #expect(stage.carrier.asked.isEmpty)
        }
    }

    @Test func leavesTheCallsOfItsOwnServerToTheirTimers() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let manager = stage.servers[0].manager
            let call = try await stage.happens()
            stage.carrier.knows(Self.over, of: call)
            stage.passes(.seconds(200))
            guard case .admitted(let token) = manager.admit(.sample(), isResumed: false) else {
                Issue.record("not admitted")
                return
            }
            await stage.rounds(each: .zero)
            let grant = try #require(manager.redeem(token))
            await stage.rounds(each: .zero)
            #expect(stage.carrier.asked.isEmpty)
            manager.abandon(grant)
            await stage.servers[0].journal.flush()
            await stage.rounds()
            #expect(try await stage.record().termination == .neverStreamed)
        }
    }

    @Test func writesNothingWhenTheCallHasMovedOnWhileTheCarrierWasAsked() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.carrier.knows(Self.over, of: call)
            stage.passes(.seconds(121))
            stage.carrier.hold()
            async let round: Void = stage.rounds()
            while stage.carrier.asked.isEmpty { await Task.yield() }
            try await stage.happens(.digit("5", at: .zero))
            stage.carrier.release()
            await round
            #expect(await stage.kinds().last == .digit("5", at: .zero))
        }
    }

    // MARK: The carrier knows nothing

    @Test func endsACallTheCarrierHasNeverHeardOfAtTheSecondLook() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.passes(.seconds(121))
            await stage.rounds(2)
            #expect(stage.carrier.asked == [call])
            #expect(try await stage.record().isActive)
            await stage.rounds(4)
            #expect(try await stage.record().termination == .endUnknown)
            #expect(stage.carrier.asked == [call, call])
        }
    }

    @Test(arguments: [CarrierError.Code.unavailable, .unauthorised, .notAllowed, .unknownOutcome])
    func endsNothingWhileTheCarrierDoesNotAnswer(_ code: CarrierError.Code) async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            try await stage.happens(.talking)
            stage.carrier.fail(with: CarrierError(code, "no"))
            stage.passes(.seconds(121))
            await stage.rounds(23 * 2, each: .seconds(1_800))
            #expect(try await stage.record().isActive)
            // No call lasts longer than a day.
            await stage.rounds(8, each: .seconds(2_300))
            #expect(try await stage.record().termination == .endUnknown)
        }
    }

    @Test func leavesACarrierAloneThatHasTooMuchToDo() async throws {
        let stage = JanitorStage { $0.concurrency = 1 }
        try await stage.running { stage in
            for number in 1...9 { try await stage.happens(.talking, in: number) }
            stage.passes(.seconds(121))
            stage.carrier.fail(with: CarrierError(.rateLimited, "slow down", retryAfter: .seconds(300)))
            await stage.rounds()
            #expect(stage.carrier.asked.count == 1)
            await stage.rounds(9, each: .seconds(30))
            #expect(stage.carrier.asked.count == 1)
            stage.carrier.fail(with: nil)
            for number in 1...9 { stage.carrier.knows(Self.over, of: CallInfo.sample(number).id) }
            await stage.rounds(12, each: .seconds(60))
            for number in 1...9 { #expect(try await !stage.record(number).isActive) }
        }
    }

    @Test func asksOnlyAboutCallsOfTheAccountItKnows() async throws {
        let stage = JanitorStage { $0.account = "AC1" }
        try await stage.running { stage in
            let own = try await stage.happens(.talking, in: 1)
            try await stage.happens(.talking, in: 2, account: "AC2")
            stage.carrier.knows(CarrierReport(status: .inProgress), of: own)
            stage.passes(.seconds(121))
            await stage.rounds(8)
            #expect(Set(stage.carrier.asked) == [own])
            #expect(try await stage.record(2).isActive)
        }
    }

    // MARK: How a conversation really ended

    @Test func whatIsToldLaterOfTheEndCountsMore() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.carrier.knows(Self.over, of: call)
            // The server that had it comes back and delivers what it still had.
            let journal = stage.servers[0].journal
            let real = [CallEvent.Kind.nextDecided(.hangUp), .streamEnded(.callerHungUp)].map {
                journal.event($0, in: call)
            }
            stage.passes(.seconds(121))
            await stage.rounds()
            #expect(try await stage.record().termination == .serverLost)
            _ = try await stage.store.append(real)
            #expect(try await stage.record().termination == .callerHungUp)
        }
    }

    @Test func countsLastWhateverTheClockOfTheServerWasThatHadTheCall() async throws {
        let stage = JanitorStage(servers: 2)
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            // Stamped by a clock that is half a minute ahead.
            var ahead = stage.servers[0].journal.event(.nextDecided(.resume), in: call)
            ahead.time += 30
            _ = try await stage.store.append([ahead])
            stage.carrier.knows(Self.over, of: call)
            stage.passes(.seconds(149))
            await stage.rounds(each: .zero)
            #expect(stage.carrier.asked.isEmpty)
            stage.passes(.seconds(240))
            await stage.rounds()
            #expect(try await stage.record().termination == .serverLost)
            #expect(try await !stage.record().isActive)
        }
    }

    @Test func completesTheRecordOfACallWhoseServerDiedWhileTheCarrierReportedTheEndElsewhere() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let janitor = stage.servers[0].janitor
            let running = Task { await janitor.run() }
            await stage.clock.waitForSleepers(1)
            let call = try await stage.happens(.talking, in: 1)
            let other = try await stage.happens(.talking, in: 2)
            let journal = stage.servers[0].journal
            for call in [call, other] {
                while journal.broadcaster.subscriberCount == 0 { await Task.yield() }
                _ = try await journal.append(journal.event(.status(.completed, duration: 9, sequence: 1), in: call))
            }
            while janitor.memory.withLock({ $0.count }) < 2 { await Task.yield() }
            stage.passes(.seconds(10))
            try await stage.happens(.nextDecided(.hangUp), .streamEnded(.callerHungUp), in: 2)
            await stage.rounds(3)
            #expect(try await stage.record(1).termination == nil)
            stage.passes(.seconds(121))
            await stage.rounds(3)
            #expect(try await stage.record(1).termination == .serverLost)
            #expect(try await stage.record(2).termination == .callerHungUp)
            #expect(stage.carrier.asked.isEmpty)
            running.cancel()
            await running.value
        }
    }

    // MARK: Many

    @Test func severalServersStoreTheEndOnce() async throws {
        let stage = JanitorStage(servers: 3)
        try await stage.running { stage in
            for number in 1...9 {
                let call = try await stage.happens(.talking, in: number)
                stage.carrier.knows(Self.over, of: call)
            }
            stage.passes(.seconds(121))
            await withTaskGroup(of: Void.self) { group in
                for server in stage.servers { group.addTask { await server.janitor.round() } }
            }
            for number in 1...9 {
                let kinds = await stage.kinds(number)
                #expect(kinds.count == 4)
                #expect(
                    kinds.suffix(2) == [.streamEnded(.serverLost), .status(.completed, duration: 42, sequence: nil)]
                )
            }
        }
    }

    @Test func asksAboutFourCallsAtATime() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            for number in 1...40 { try await stage.happens(.talking, in: number) }
            stage.passes(.seconds(121))
            stage.carrier.hold()
            async let round: Void = stage.rounds()
            while stage.carrier.asked.count < 4 { await Task.yield() }
            for _ in 0..<100 { await Task.yield() }
            #expect(stage.carrier.asked.count == 4)
            stage.carrier.release()
            await round
            #expect(Set(stage.carrier.asked).count == 40)
        }
    }

    @Test func beginsTheListAnewWhenTheStoreDoesNotKnowItsPlaceAnyMore() async throws {
        let stage = JanitorStage()
        try await stage.running { stage in
            let call = try await stage.happens(.talking)
            stage.carrier.knows(Self.over, of: call)
            stage.passes(.seconds(121))
            stage.servers[0].janitor.memory.withLock { $0.turns(to: "nowhere") }
            await stage.rounds()
            #expect(stage.carrier.asked.isEmpty)
            await stage.rounds()
            #expect(stage.carrier.asked == [call])
        }
    }

    @Test func readsALongListInPartsAndGetsToItsEnd() async throws {
        let stage = JanitorStage {
            $0.page = 7
            $0.pages = 2
            $0.looks = 14
        }
        try await stage.running { stage in
            for number in 1...60 {
                let call = try await stage.happens(.talking, in: number)
                stage.carrier.knows(Self.over, of: call)
            }
            stage.passes(.seconds(121))
            await stage.rounds()
            #expect(stage.carrier.asked.count == 14)
            await stage.rounds(12)
            for number in 1...60 { #expect(try await !stage.record(number).isActive) }
            #expect(stage.carrier.asked.count == 60)
            await stage.rounds(3)
            #expect(stage.servers[0].janitor.memory.withLock { $0.count } == 0)
        }
    }
}
