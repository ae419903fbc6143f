// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Resilience
import Testing

@testable import Deepgram

/// The guard on an embedded event loop, with time that stands still unless a test moves it.
@Suite(.timeLimit(.minutes(1))) struct GuardedDiallerTests {
    private final class Stage {
        let eventLoop = EmbeddedEventLoop()
        let clock = SteppedClock()
        let base = FakeDialler()
        let log = ListenLog()
        let dialler: GuardedDialler

        init(_ configuration: GuardedDiallerConfiguration = GuardedDiallerConfiguration()) {
            let log = self.log
            self.dialler = GuardedDialler(
                over: self.base,
                configuration: configuration,
                clock: self.clock,
                onEvent: { log.append($0) }
            )
        }

        func call() -> RecordingOwner { self.callWithDialling().0 }

        func callWithDialling() -> (RecordingOwner, any ListenDialling) {
            let owner = RecordingOwner()
            let dialling = self.dialler.dial(.nova(NovaParameters()), on: self.eventLoop, for: owner)
            return (owner, dialling)
        }

        func background() -> RecordingOwner {
            let owner = RecordingOwner()
            _ = self.dialler.dialInTheBackground(.nova(NovaParameters()), on: self.eventLoop, for: owner)
            return owner
        }

        func advance(by duration: Duration) { self.clock.advance(self.eventLoop, by: duration) }

        /// The most dials within any second.
        var busiestSecond: Int {
            let times = self.base.dials.map(\.time)
            return times.map { start in times.count { $0 >= start && $0 < start + .seconds(1) } }.max() ?? 0
        }
    }

    @Test func handsOnWhatTheDialBrings() {
        let stage = Stage()
        let owner = stage.call()
        #expect(stage.base.dials.count == 1)
        #expect(stage.dialler.state.connections == 1)
        stage.base.dials[0].succeed()
        #expect(owner.opened == 1)
        #expect(owner.link?.requestID == "fake")
        #expect(owner.link?.sendAudio { $0.writeRepeatingByte(1, count: 3) } == true)
        #expect(owner.link?.fedSamples == 3)
        #expect(owner.link?.send(.finalize()) == true)
        stage.base.dials[0].receive(.unknown(type: "x"))
        stage.base.dials[0].ignore("binary")
        #expect(owner.messages == [.unknown(type: "x")])
        #expect(owner.ignored == ["binary"])
        stage.base.dials[0].end(nil)
        #expect(owner.ends == [nil])
        #expect(stage.dialler.state.connections == 0)
        #expect(stage.log.waits.isEmpty)
    }

    @Test func spreadsAHerd() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 300))
        let owners = (0..<200).map { _ in stage.call() }
        for _ in 0..<6_000 {
            stage.advance(by: .milliseconds(1))
            for dial in stage.base.pending { dial.succeed() }
        }
        #expect(owners.allSatisfy { $0.opened == 1 })
        #expect(stage.busiestSecond <= 50)
        // Each has a turn of its own, and none comes later than it must: 8 at once, then 40 a second.
        #expect(stage.base.dials.count == 200)
        let last = stage.base.dials.map(\.time).max() ?? .now()
        #expect(last <= NIODeadline.uptimeNanoseconds(0) + .milliseconds(4_850))
        #expect(stage.log.waits.count == 192)
    }

    /// Promise R50: an outage with two hundred calls that dial again as soon as they may.
    @Test func spreadsThoseWhoComeBackAfterAnOutage() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 300))
        var calls: [(owner: RecordingOwner, again: NIODeadline?)] = (0..<200).map { _ in (stage.call(), nil) }
        let end = stage.eventLoop.now + .seconds(20)
        var whileAway = 0
        for _ in 0..<60_000 {
            stage.advance(by: .milliseconds(1))
            let now = stage.eventLoop.now
            for dial in stage.base.pending {
                if now < end { dial.fail(.connectFailed) } else { dial.succeed() }
            }
            if now < end { whileAway = stage.base.dials.count }
            for index in calls.indices {
                if let again = calls[index].again {
                    if again <= now { calls[index] = (stage.call(), nil) }
                } else if let error = calls[index].owner.failures.first {
                    calls[index].again = now + TimeAmount(max(.milliseconds(500), error.retryAfter ?? .zero))
                }
            }
            if calls.allSatisfy({ $0.owner.opened == 1 }) { break }
        }
        #expect(calls.allSatisfy { $0.owner.opened == 1 })
        #expect(stage.busiestSecond <= 50)
        // The circuit kept them from trying: some until it opened, then one at a time.
        #expect(whileAway <= 60)
    }

    @Test(arguments: [DeepgramError.Code.unauthorised, .paymentRequired, .forbidden, .untrusted])
    func opensAtOnceAndForLongWhenItIsRefused(_ code: DeepgramError.Code) throws {
        let stage = Stage()
        let first = stage.call()
        stage.base.dials[0].fail(code)
        #expect(first.failures.map(\.code) == [code])
        #expect(stage.dialler.state.circuit.state == .open)
        let second = stage.call()
        // Not before `dial` has returned.
        #expect(second.failures.isEmpty)
        stage.eventLoop.run()
        let error = try #require(second.failures.first)
        #expect(error.code == .circuitOpen)
        #expect(error.retryAfter == .seconds(60))
        #expect(!error.isFinal)
        stage.advance(by: .seconds(59))
        _ = stage.call()
        #expect(stage.base.dials.count == 1)
        stage.advance(by: .seconds(1))
        // One probes, and its answer opens the circuit for another minute.
        let probe = stage.call()
        let other = stage.call()
        stage.eventLoop.run()
        #expect(stage.base.dials.count == 2)
        #expect(other.failures.map(\.code) == [.circuitOpen])
        stage.base.dials[1].fail(code)
        #expect(probe.failures.map(\.code) == [code])
        stage.advance(by: .seconds(59))
        _ = stage.call()
        #expect(stage.base.dials.count == 2)
        #expect(stage.dialler.state.connections == 0)
        #expect(stage.log.states == [.open, .halfOpen, .open])
    }

    @Test func closesWhenTheProbeSucceeds() {
        let stage = Stage()
        _ = stage.call()
        stage.base.dials[0].fail(.unauthorised)
        stage.advance(by: .seconds(60))
        let probe = stage.call()
        stage.base.dials[1].succeed()
        #expect(probe.opened == 1)
        #expect(stage.dialler.state.circuit.state == .closed)
        _ = stage.call()
        #expect(stage.base.dials.count == 3)
    }

    @Test func aCancelledProbeLetsAnotherProbe() {
        let stage = Stage()
        _ = stage.call()
        stage.base.dials[0].fail(.unauthorised)
        stage.advance(by: .seconds(60))
        let (_, dialling) = stage.callWithDialling()
        dialling.cancel()
        #expect(stage.base.dials[1].isCancelled)
        _ = stage.call()
        #expect(stage.base.dials.count == 3)
    }

    @Test(arguments: [DeepgramError.Code.tooManyConnections, .unavailable])
    func honoursRetryAfter(_ code: DeepgramError.Code) {
        let stage = Stage()
        _ = stage.call()
        stage.base.dials[0].fail(code, retryAfter: .seconds(7))
        #expect(stage.dialler.state.circuit.retryAfter == .seconds(7))
        stage.advance(by: .milliseconds(6_999))
        _ = stage.call()
        #expect(stage.base.dials.count == 1)
        stage.advance(by: .milliseconds(1))
        _ = stage.call()
        #expect(stage.base.dials.count == 2)
        // An hour is not waited for.
        stage.base.dials[1].fail(code, retryAfter: .seconds(3_600))
        #expect(stage.dialler.state.circuit.retryAfter == .seconds(60))
    }

    @Test func backsOffAtLeastASecondFromTooManyConnections() throws {
        let stage = Stage()
        for number in 0..<4 {
            _ = stage.call()
            #expect(stage.base.dials.count == number + 1)
            stage.base.dials[number].fail(.tooManyConnections)
            let wait = try #require(stage.dialler.state.circuit.retryAfter)
            #expect(wait >= .seconds(1) * (1 << number) && wait <= .seconds(2) * (1 << number), "\(wait)")
            stage.advance(by: wait)
        }
        _ = stage.call()
        stage.base.dials[4].succeed()
        _ = stage.call()
        stage.base.dials[5].fail(.tooManyConnections)
        let wait = try #require(stage.dialler.state.circuit.retryAfter)
        #expect(wait <= .seconds(2))
    }

    @Test func opensAfterSeveralFailuresOfOtherKinds() {
        let stage = Stage()
        for number in 0..<5 {
            #expect(stage.dialler.state.circuit.state == .closed)
            _ = stage.call()
            stage.base.dials[number].fail(number % 2 == 0 ? .connectFailed : .timedOut)
        }
        #expect(stage.dialler.state.circuit.state == .open)
    }

    @Test func wrongParametersSayNothingAboutDeepgram() {
        let stage = Stage()
        for number in 0..<20 {
            _ = stage.call()
            stage.advance(by: .milliseconds(100))
            stage.base.dials[number].fail(.invalidParameters)
        }
        #expect(stage.dialler.state.circuit.state == .closed)
    }

    // MARK: Places

    @Test func waitsForAPlaceInOrder() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 2))
        let owners = (0..<4).map { _ in stage.call() }
        for dial in stage.base.pending { dial.succeed() }
        #expect(stage.base.dials.count == 2)
        #expect(stage.dialler.state.waiting == 2)
        stage.base.dials[1].end(nil)
        stage.eventLoop.run()
        #expect(stage.base.dials.count == 3)
        stage.base.dials[2].succeed()
        #expect(owners[2].opened == 1)
        #expect(owners[3].isWaiting)
        owners[0].link?.abandon()
        owners[0].link?.abandon()
        stage.eventLoop.run()
        stage.base.dials[3].succeed()
        #expect(owners[3].opened == 1)
        #expect(stage.dialler.state.connections == 2)
        #expect(stage.dialler.state.waiting == 0)
    }

    @Test func refusesAtOnceWhenTooManyWait() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 1, maxWaiting: 1))
        _ = stage.call()
        let waiting = stage.call()
        let refused = stage.call()
        stage.eventLoop.run()
        #expect(refused.failures.map(\.code) == [.overloaded])
        #expect(waiting.isWaiting)
        #expect(stage.log.count(.refused(.overloaded)) == 1)
    }

    @Test func waitsForAPlaceOnlySoLong() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 1, longestWait: .seconds(3)))
        _ = stage.call()
        let waiting = stage.call()
        stage.advance(by: .milliseconds(2_999))
        #expect(waiting.isWaiting)
        stage.advance(by: .milliseconds(1))
        stage.eventLoop.run()
        #expect(waiting.failures.map(\.code) == [.overloaded])
        #expect(stage.dialler.state.waiting == 0)
    }

    @Test func refusesATurnThatIsTooFarAway() {
        let configuration = GuardedDiallerConfiguration(connectsPerSecond: 1, connectBurst: 1, longestWait: .seconds(2))
        let stage = Stage(configuration)
        let owners = (0..<5).map { _ in stage.call() }
        stage.eventLoop.run()
        #expect(owners.count { $0.failures.map(\.code) == [.overloaded] } == 2)
        #expect(stage.dialler.state.connections == 3)
    }

    @Test func cancellingGivesThePlaceBackAtEveryStage() {
        let configuration = GuardedDiallerConfiguration(connectsPerSecond: 1, connectBurst: 1, maxConnections: 2)
        let stage = Stage(configuration)
        let (_, dialling) = stage.callWithDialling()
        let (pacedOwner, paced) = stage.callWithDialling()
        let (queuedOwner, queued) = stage.callWithDialling()
        #expect(stage.dialler.state.connections == 2)
        #expect(stage.dialler.state.waiting == 1)
        queued.cancel()
        #expect(stage.dialler.state.waiting == 0)
        paced.cancel()
        #expect(stage.dialler.state.connections == 1)
        dialling.cancel()
        #expect(stage.base.dials[0].isCancelled)
        #expect(stage.dialler.state.connections == 0)
        for dialling in [dialling, paced, queued] { dialling.cancel() }
        stage.advance(by: .seconds(20))
        #expect(stage.base.dials.count == 1)
        #expect(pacedOwner.isWaiting && queuedOwner.isWaiting)
        #expect(stage.dialler.state.connections == 0)
    }

    @Test func aPlaceThatComesTogetherWithACancellationGoesToTheNext() {
        let stage = Stage(GuardedDiallerConfiguration(maxConnections: 1))
        _ = stage.call()
        let (_, second) = stage.callWithDialling()
        let third = stage.call()
        stage.base.dials[0].fail(.connectFailed)
        // The place is the second's, who has not heard of it yet.
        second.cancel()
        stage.eventLoop.run()
        stage.eventLoop.run()
        #expect(stage.base.dials.count == 2)
        stage.base.dials[1].succeed()
        #expect(third.opened == 1)
        #expect(stage.dialler.state.connections == 1)
    }

    @Test func whatIsGivenBackHasItsPlaceUntilItHasEnded() {
        let stage = Stage()
        let owner = stage.call()
        stage.base.dials[0].succeed()
        owner.link?.giveBack()
        #expect(stage.base.dials[0].commands == [.closeStream])
        stage.base.dials[0].receive(.unknown(type: "x"))
        #expect(owner.messages.isEmpty)
        #expect(stage.dialler.state.connections == 1)
        stage.base.dials[0].end(nil)
        #expect(owner.ends.isEmpty)
        #expect(stage.dialler.state.connections == 0)
    }

    @Test func whatIsEndingAlreadyIsLeftToEnd() {
        let stage = Stage()
        let owner = stage.call()
        stage.base.dials[0].succeed()
        #expect(owner.link?.send(.closeStream) == true)
        owner.link?.giveBack()
        #expect(!stage.base.dials[0].isAbandoned)
        stage.base.dials[0].end(nil)
        #expect(stage.dialler.state.connections == 0)
    }

    // MARK: The pool

    @Test func thePoolGetsNeitherTheLastPlacesNorATurnThatItHasToWaitFor() {
        let configuration = GuardedDiallerConfiguration(connectBurst: 2, maxConnections: 4, reservedForCalls: 2)
        let stage = Stage(configuration)
        _ = stage.background()
        _ = stage.background()
        let full = stage.background()
        stage.eventLoop.run()
        #expect(full.failures.map(\.code) == [.overloaded])
        // No turn is free, and a call waits for one.
        stage.base.dials[0].fail(.connectFailed)
        let impatient = stage.background()
        let call = stage.call()
        stage.eventLoop.run()
        #expect(impatient.failures.map(\.code) == [.overloaded])
        #expect(call.isWaiting)
        #expect(stage.base.dials.count == 2)
        stage.advance(by: .milliseconds(30))
        #expect(stage.base.dials.count == 3)
    }

    @Test func thePoolDoesNotProbe() {
        let stage = Stage()
        _ = stage.call()
        stage.base.dials[0].fail(.unauthorised)
        stage.advance(by: .seconds(60))
        let pool = stage.background()
        stage.eventLoop.run()
        #expect(pool.failures.map(\.code) == [.circuitOpen])
        #expect(stage.base.dials.count == 1)
        _ = stage.call()
        #expect(stage.base.dials.count == 2)
    }
}
