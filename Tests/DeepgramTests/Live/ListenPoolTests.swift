// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Resilience
import Testing

@testable import Deepgram

/// The pool on embedded event loops, with dials that succeed when a test says so.
@Suite(.timeLimit(.minutes(1))) struct ListenPoolTests {
    private static let nova = ListenParameters.nova(NovaParameters())
    private static let other = ListenParameters.nova(NovaParameters(language: "de"))
    private static let flux = ListenParameters.flux(FluxParameters())

    private final class Stage {
        let eventLoop = EmbeddedEventLoop()
        let clock = SteppedClock()
        let base = FakeDialler()
        let log = ListenLog()
        let dialler: GuardedDialler
        let pool: ListenPool

        init(
            _ configuration: ListenPoolConfiguration = ListenPoolConfiguration(),
            guarding: GuardedDiallerConfiguration = GuardedDiallerConfiguration(connectBurst: 100)
        ) {
            let log = self.log
            self.dialler = GuardedDialler(over: self.base, configuration: guarding, clock: self.clock) {
                log.append($0)
            }
            self.pool = ListenPool(
                over: self.dialler,
                eventLoops: [self.eventLoop],
                configuration: configuration,
                onEvent: { log.append($0) }
            )
        }

        func call(_ parameters: ListenParameters = ListenPoolTests.nova) -> RecordingOwner {
            self.callWithDialling(parameters).0
        }

        func callWithDialling(_ parameters: ListenParameters) -> (RecordingOwner, any ListenDialling) {
            let owner = RecordingOwner()
            return (owner, self.pool.dial(parameters, on: self.eventLoop, for: owner))
        }

        /// Warm, and every connection stands.
        func warm(_ parameters: ListenParameters = ListenPoolTests.nova) {
            self.pool.warm(parameters)
            self.settle()
        }

        func settle() {
            self.eventLoop.run()
            for dial in self.base.pending { dial.succeed() }
            self.eventLoop.run()
        }

        func advance(by duration: Duration) { self.clock.advance(self.eventLoop, by: duration) }
    }

    @Test func handsOutAConnectionThatStandsAndMakesAnother() {
        let stage = Stage()
        stage.warm()
        #expect(stage.pool.state == ListenPoolState(idle: 1, pending: 0))
        // Without audio, Deepgram closes after 10 s, whatever is sent to keep it.
        #expect(stage.base.dials[0].audio == Array(repeating: 0xFF, count: 160))
        let owner = stage.call()
        // Not before `dial` has returned.
        #expect(owner.isWaiting)
        stage.eventLoop.run()
        #expect(owner.opened == 1)
        #expect(owner.link?.fedSamples == 160)
        #expect(owner.link?.requestID == "fake")
        #expect(stage.base.dials.count == 2)
        stage.settle()
        #expect(stage.pool.state == ListenPoolState(idle: 1, pending: 0))
        #expect(stage.log.count(.poolHit) == 1)
        #expect(stage.log.count(.poolMiss) == 0)
        #expect(stage.log.count(.poolRefilled) == 2)
        // The call has its own connection.
        #expect(owner.link?.sendAudio { $0.writeRepeatingByte(1, count: 1) } == true)
        #expect(stage.base.dials[0].fedSamples == 161)
        #expect(stage.base.dials[1].fedSamples == 160)
        stage.base.dials[0].receive(.unknown(type: "a"))
        stage.base.dials[1].receive(.unknown(type: "b"))
        stage.base.dials[0].ignore("binary")
        #expect(owner.messages == [.unknown(type: "a")])
        #expect(owner.ignored == ["binary"])
        stage.base.dials[0].end(nil)
        #expect(owner.ends == [nil])
        #expect(stage.dialler.state.connections == 1)
    }

    @Test func fluxIsNotFed() {
        let stage = Stage()
        stage.warm(Self.flux)
        #expect(stage.base.dials[0].audio.isEmpty)
        #expect(stage.pool.state.idle == 1)
    }

    @Test func dialsWhenNoneFits() {
        let stage = Stage()
        stage.warm()
        let owner = stage.call(Self.other)
        #expect(owner.isWaiting)
        #expect(stage.base.dials.count == 2)
        stage.base.dials[1].succeed()
        #expect(owner.opened == 1)
        #expect(owner.link?.fedSamples == 0)
        #expect(stage.log.count(.poolMiss) == 1)
    }

    @Test func dialsOnAnEventLoopThatIsNotItsOwn() {
        let stage = Stage()
        stage.warm()
        let owner = RecordingOwner()
        _ = stage.pool.dial(Self.nova, on: EmbeddedEventLoop(), for: owner)
        stage.base.dials[1].succeed()
        #expect(owner.opened == 1)
        #expect(stage.pool.state.idle == 1)
    }

    @Test func learnsWhatIsAskedForTwice() {
        let stage = Stage()
        for number in 0..<20 { _ = stage.call(.nova(NovaParameters(keyterms: ["call\(number)"]))) }
        stage.settle()
        // Parameters of one call are never asked for again.
        #expect(stage.pool.state.idle == 0)
        #expect(stage.base.dials.count == 20)
        _ = stage.call()
        _ = stage.call()
        stage.settle()
        #expect(stage.pool.state.idle == 1)
        #expect(stage.base.dials.count == 23)
    }

    @Test func keepsMoreWhenItMissesAndFewerWhenNobodyComes() {
        let configuration = ListenPoolConfiguration(minimumIdle: 1, maximumIdle: 3, maximumAge: .seconds(60))
        let stage = Stage(configuration)
        stage.warm()
        for _ in 0..<10 { _ = stage.call() }
        stage.settle()
        #expect(stage.pool.state.idle == 3)
        for _ in 0..<6 {
            stage.advance(by: .seconds(60))
            for dial in stage.base.open where dial.commands == [.closeStream] { dial.end(nil) }
            stage.settle()
        }
        #expect(stage.pool.state.idle == 1)
    }

    @Test func givesUpWhatIsTooOld() throws {
        let stage = Stage(ListenPoolConfiguration(maximumAge: .seconds(60)))
        stage.warm()
        stage.advance(by: .seconds(60))
        #expect(stage.base.dials[0].commands == [.closeStream])
        #expect(stage.log.count(.poolEvicted(.age)) == 1)
        stage.base.dials[0].end(nil)
        stage.settle()
        #expect(stage.pool.state.idle == 1)
        #expect(stage.dialler.state.connections == 1)
        let owner = stage.call()
        stage.eventLoop.run()
        #expect(owner.opened == 1)
        #expect(stage.base.dials[1].fedSamples == 160)
        #expect(stage.base.dials[0].fedSamples == 160)
    }

    @Test func doesNotHandOutWhatIsStuck() {
        let stage = Stage()
        stage.warm()
        stage.base.dials[0].queuedBytes = 5
        let owner = stage.call()
        stage.settle()
        #expect(owner.opened == 1)
        #expect(stage.base.dials[0].commands == [.closeStream])
        #expect(stage.log.count(.poolMiss) == 1)
    }

    @Test func replacesWhatDiesAndDoesNotHandItOut() {
        let stage = Stage()
        stage.warm()
        stage.base.dials[0].end(DeepgramError(.unavailable, "idle"))
        #expect(stage.pool.state.idle == 0)
        #expect(stage.log.count(.poolEvicted(.died)) == 1)
        let owner = stage.call()
        stage.settle()
        #expect(owner.opened == 1)
        #expect(stage.log.count(.poolHit) == 0)
        // It died, so the next is made after a while only.
        #expect(stage.pool.state.idle == 0)
        stage.advance(by: .seconds(1))
        stage.settle()
        #expect(stage.pool.state.idle > 0)
    }

    @Test func doesNotHammerWhenEveryIdleConnectionDies() {
        let stage = Stage()
        stage.warm()
        for _ in 0..<600 {
            for dial in stage.base.open { dial.end(DeepgramError(.unavailable, "idle")) }
            stage.advance(by: .seconds(1))
            stage.settle()
        }
        #expect(stage.base.dials.count < 30)
    }

    @Test func dialsWhenAPromisedOneDies() {
        let stage = Stage()
        stage.warm()
        let owner = stage.call()
        stage.base.dials[0].end(DeepgramError(.connectFailed, "gone"))
        stage.eventLoop.run()
        #expect(owner.isWaiting)
        stage.settle()
        #expect(owner.opened == 1)
        #expect(owner.ends.isEmpty)
        #expect(owner.failures.isEmpty)
    }

    @Test func takesBackWhatWasPromisedAndNotWanted() {
        let stage = Stage()
        stage.warm()
        let (owner, dialling) = stage.callWithDialling(Self.nova)
        dialling.cancel()
        stage.eventLoop.run()
        #expect(owner.isWaiting)
        #expect(!stage.base.dials[0].isAbandoned)
        let next = stage.call()
        stage.eventLoop.run()
        #expect(next.opened == 1)
        #expect(owner.isWaiting)
    }

    @Test func aCancelledDialIsCancelledBelow() {
        let stage = Stage()
        let (owner, dialling) = stage.callWithDialling(Self.nova)
        dialling.cancel()
        #expect(stage.base.dials[0].isCancelled)
        #expect(owner.isWaiting)
        #expect(stage.dialler.state.connections == 0)
    }

    @Test func triesAgainLaterWhenARefillFails() {
        let stage = Stage()
        stage.pool.warm(Self.nova)
        stage.eventLoop.run()
        stage.base.dials[0].fail(.timedOut, retryAfter: .seconds(10))
        #expect(stage.log.count(.poolRefillFailed(.timedOut)) == 1)
        #expect(stage.pool.state == ListenPoolState(idle: 0, pending: 0))
        stage.advance(by: .milliseconds(9_999))
        #expect(stage.base.dials.count == 1)
        stage.advance(by: .milliseconds(1))
        #expect(stage.base.dials.count == 2)
        stage.base.dials[1].succeed()
        #expect(stage.pool.state.idle == 1)
    }

    @Test func asksRarelyWhileTheCredentialIsRefused() {
        let stage = Stage()
        stage.pool.warm(Self.nova)
        stage.eventLoop.run()
        stage.base.dials[0].fail(.unauthorised)
        stage.advance(by: .seconds(600))
        // The pool does not probe: a call does.
        #expect(stage.base.dials.count == 1)
        #expect(stage.pool.state == ListenPoolState(idle: 0, pending: 0))
    }

    @Test func forgetsWhatWasNotAskedForLongest() {
        let stage = Stage(ListenPoolConfiguration(parameterSets: 2))
        stage.warm(Self.nova)
        for _ in 0..<2 { _ = stage.call(Self.other) }
        stage.settle()
        #expect(stage.pool.state.idle == 2)
        _ = stage.call(Self.flux)
        // What was warmed stays.
        #expect(stage.log.count(.poolEvicted(.unused)) == 1)
        #expect(stage.pool.state.idle == 1)
        #expect(!stage.base.dials[0].commands.contains(.closeStream))
    }

    @Test func keepsWithinTheTotal() {
        let configuration = ListenPoolConfiguration(minimumIdle: 4, maximumIdle: 4, totalIdle: 3)
        let stage = Stage(configuration)
        stage.warm()
        #expect(stage.pool.state == ListenPoolState(idle: 3, pending: 0))
    }

    @Test func makesRoomForACall() {
        let guarding = GuardedDiallerConfiguration(connectBurst: 100, maxConnections: 2, reservedForCalls: 1)
        let stage = Stage(guarding: guarding)
        stage.warm(Self.other)
        #expect(stage.pool.state.idle == 1)
        let first = stage.call()
        stage.base.dials[1].succeed()
        #expect(first.opened == 1)
        // Both places are taken, one by an idle connection.
        let second = stage.call()
        #expect(stage.dialler.state.waiting == 1)
        stage.eventLoop.run()
        #expect(stage.base.dials[0].isAbandoned)
        #expect(stage.log.count(.poolEvicted(.room)) == 1)
        stage.settle()
        #expect(second.opened == 1)
        #expect(stage.pool.state.idle == 0)
        #expect(stage.dialler.state.connections == 2)
    }

    @Test func cancelsWhatIsBeingMadeForParametersThatAreForgotten() {
        let stage = Stage(ListenPoolConfiguration(parameterSets: 1))
        stage.pool.warm(Self.nova)
        stage.eventLoop.run()
        #expect(stage.pool.state == ListenPoolState(idle: 0, pending: 1))
        _ = stage.call(Self.other)
        #expect(stage.base.dials[0].isCancelled)
        #expect(stage.pool.state == ListenPoolState(idle: 0, pending: 0))
        #expect(stage.dialler.state.connections == 1)
    }

    // MARK: Giving back

    @Test func endsWhatIsGivenBack() {
        let stage = Stage()
        let owner = stage.call()
        stage.settle()
        owner.link?.giveBack()
        #expect(stage.base.dials[0].commands == [.closeStream])
        stage.base.dials[0].receive(.unknown(type: "late"))
        #expect(owner.messages.isEmpty)
        stage.base.dials[0].end(nil)
        #expect(owner.ends.isEmpty)
        #expect(stage.dialler.state.connections == 0)
    }

    private static func results(_ start: Double, _ end: Double, _ words: [(String, Double, Double)]) -> ListenMessage {
        .results(
            ListenResults(
                start: start,
                duration: end - start,
                isFinal: true,
                transcript: words.map(\.0).joined(separator: " "),
                words: words.map { TranscriptWord(text: $0.0, start: $0.1, end: $0.2, confidence: 1) }
            )
        )
    }

    @Test func handsAReturnedConnectionToTheNextWithoutAWordOfTheFirst() {
        let stage = Stage(ListenPoolConfiguration(reuse: true))
        let first = stage.call()
        stage.settle()
        #expect(first.link?.sendAudio { $0.writeRepeatingByte(1, count: 8_000) } == true)
        first.link?.giveBack()
        #expect(stage.pool.state.idle == 1)
        #expect(stage.log.count(.poolReturned) == 1)
        let late = Self.results(0, 1, [("secret", 0.2, 0.9)])
        stage.base.dials[0].receive(late)
        let second = stage.call()
        stage.eventLoop.run()
        #expect(second.opened == 1)
        #expect(second.link?.fedSamples == 8_000)
        #expect(stage.base.dials.count == 1)
        for message in [late, .speechStarted(channel: 0, at: 0.2), .utteranceEnd(channel: 0, lastWordEnd: 0.9)] {
            stage.base.dials[0].receive(message)
        }
        #expect(second.messages.isEmpty)
        stage.base.dials[0].receive(Self.results(0.5, 2, [("secret", 0.6, 0.98), ("mine", 0.99, 1.5)]))
        stage.base.dials[0].receive(Self.results(1, 2, [("mine", 1.2, 1.5)]))
        stage.base.dials[0].receive(.utteranceEnd(channel: 0, lastWordEnd: 1.5))
        #expect(
            second.messages == [
                Self.results(0.5, 2, [("mine", 0.99, 1.5)]), Self.results(1, 2, [("mine", 1.2, 1.5)]),
                .utteranceEnd(channel: 0, lastWordEnd: 1.5),
            ]
        )
        #expect(first.messages.isEmpty)
    }

    @Test func losesNoWordOfTheFirstCallOnAFreshConnection() {
        let stage = Stage()
        stage.warm()
        let owner = stage.call()
        stage.eventLoop.run()
        let early = Self.results(0, 1, [("hi", 0, 0.03)])
        stage.base.dials[0].receive(early)
        #expect(owner.messages == [early])
    }

    @Test func doesNotKeepWhatIsEndingOldOrFlux() {
        let stage = Stage(ListenPoolConfiguration(maximumAge: .seconds(60), reuse: true))
        let ending = stage.call()
        stage.settle()
        #expect(ending.link?.send(.closeStream) == true)
        ending.link?.giveBack()
        #expect(stage.pool.state.idle == 0)
        let flux = stage.call(Self.flux)
        stage.settle()
        flux.link?.giveBack()
        #expect(stage.pool.state.idle == 0)
        let old = stage.call(Self.other)
        stage.settle()
        stage.advance(by: .seconds(60))
        old.link?.giveBack()
        #expect(stage.pool.state.idle == 0)
        #expect(stage.log.count(.poolReturned) == 0)
    }
}
