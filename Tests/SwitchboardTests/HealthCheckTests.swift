// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Foundation
import Resilience
import SwitchboardTesting
import Synchronization
import Testing
import TwilioREST

@testable import CallCore
@testable import CallStorage
@testable import switchboard

@Suite(.timeLimit(.minutes(1)))
struct HealthCheckTests {
    // MARK: Disk

    @Test func aDiskIsDegradedBeforeItIsFull() {
        let space = DiskSpace(folder: "/", warning: 100 << 20, minimum: 10 << 20)
        #expect(space.finding(200 << 20) == HealthFinding(.up, "200 MiB free"))
        #expect(space.finding(99 << 20).state == .degraded)
        #expect(space.finding(9 << 20).state == .down)
        #expect(DiskSpace(folder: "/", warning: 0, minimum: 0).finding(0).state == .up)
    }

    @Test func asksARealFileSystem() async throws {
        let space = DiskSpace(folder: FileManager.default.temporaryDirectory.path(), warning: 0, minimum: 0)
        #expect(try await space.look().detail.hasSuffix("MiB free"))
        await #expect(throws: DiskSpace.Unknown.self) {
            try await DiskSpace(folder: "/nowhere/at/all", warning: 0, minimum: 0).look()
        }
    }

    // MARK: Journal, engines, event loops, store

    @Test func aJournalThatFallsBehindIsDegraded() {
        var status = CallJournal.Status(waiting: 3, failures: 0, lastError: nil, refused: 0, rejected: 0)
        #expect(HealthChecks.finding(status) == HealthFinding(.up, "3 events wait"))
        status.waiting = 10_001
        #expect(HealthChecks.finding(status).state == .degraded)
    }

    @Test(arguments: [(EngineStatus.State.ok, DependencyState.up), (.lagging, .degraded), (.down, .down)])
    func anEngineIsWhatItSaysOfItself(_ state: EngineStatus.State, _ shown: DependencyState) {
        #expect(HealthChecks.finding(EngineStatus(state: state, detail: "d")) == HealthFinding(shown, "d"))
    }

    @Test func loopsThatHangAreSeenAndOneThatDoesNotAnswersStill() {
        let lag = LoopLag(of: [.milliseconds(30)])
        #expect(HealthChecks.finding(lag, hanging: 0, of: 2, bound: .milliseconds(250)).state == .up)
        #expect(HealthChecks.finding(lag, hanging: 0, of: 2, bound: .milliseconds(20)).state == .degraded)
        #expect(HealthChecks.finding(lag, hanging: 1, of: 2, bound: .seconds(1)).state == .degraded)
        #expect(HealthChecks.finding(lag, hanging: 2, of: 2, bound: .seconds(1)).state == .down)
    }

    @Test func aStoreThatAnswersAndTakesNothingIsDegraded() {
        var status = JournalDelivery.Status()
        status.backlog = 7
        #expect(SharedStorage.finding(status, mend: nil) == HealthFinding(.up, "7 events wait", breaker: "closed"))
        status.failures = 2
        status.lastError = "permission denied"
        #expect(SharedStorage.finding(status, mend: nil).state == .degraded)
        let missing = SharedStorage.finding(status, mend: "run `switchboard migrate`")
        #expect(missing == HealthFinding(.down, "run `switchboard migrate`", breaker: "closed"))
    }

    // MARK: Deepgram

    @Test func deepgramIsToldFromItsConnections() {
        let (reach, breaker) = (DeepgramReach(), CircuitBreaker(name: "deepgram"))
        #expect(reach.finding(breaker.snapshot).state == .unknown)
        reach.note(.opened(after: .milliseconds(80)))
        #expect(reach.finding(breaker.snapshot).state == .up)
        reach.note(.poolRefillFailed(.unauthorised))
        let failed = reach.finding(breaker.snapshot)
        #expect(failed.state == .degraded && failed.detail.contains("unauthorised") && failed.breaker == "closed")
        reach.note(.refused(.overloaded))
        #expect(reach.finding(breaker.snapshot).state == .degraded, "what was not tried says nothing")
        reach.note(.poolRefilled)
        breaker.open("unauthorised")
        let open = reach.finding(breaker.snapshot)
        #expect(open.state == .down && open.breaker == "open" && open.detail.contains("unauthorised"))
    }

    // MARK: Twilio

    @Test func twilioIsAskedNowAndThenAndSoonAgainAfterAFailure() async {
        let asked = Mutex(0)
        let now = Mutex(ContinuousClock.now)
        let answer = Mutex<TwilioRESTError.Code?>(nil)
        let breaker = CircuitBreaker(name: "twilio_rest")
        let reach = TwilioReach(
            interval: .seconds(60),
            now: { now.withLock(\.self) },
            circuit: { breaker.snapshot },
            ask: { () throws(TwilioRESTError) in
                asked.withLock { $0 += 1 }
                if let code = answer.withLock(\.self) { throw TwilioRESTError(code, "+15005550006 said so") }
            }
        )
        for _ in 0..<3 { #expect(await reach.look().state == .up) }
        #expect(asked.withLock(\.self) == 1)
        answer.withLock { $0 = .unauthorised }
        now.withLock { $0 += .seconds(60) }
        let refused = await reach.look()
        #expect(refused == HealthFinding(.down, "Twilio does not accept the credentials.", breaker: "closed"))
        answer.withLock { $0 = nil }
        now.withLock { $0 += .seconds(10) }
        #expect(await reach.look().state == .up)
        breaker.open("server_error")
        #expect(await reach.look().state == .down)
        #expect(asked.withLock(\.self) == 3, "nobody asks through an open circuit")
    }

    @Test func twilioIsNotAskedWhereThatIsOff() async {
        let breaker = CircuitBreaker(name: "twilio_rest")
        let reach = TwilioReach(interval: nil, circuit: { breaker.snapshot }) { () throws(TwilioRESTError) in
            Issue.record("asked")
        }
        #expect(await reach.look().state == .unknown)
    }
}
