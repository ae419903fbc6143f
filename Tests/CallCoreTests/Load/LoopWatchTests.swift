// SPDX-License-Identifier: Apache-2.0

import InMemoryLogging
import Logging
import NIOCore
import NIOEmbedded
import SwitchboardTesting
import Synchronization
import Testing

@testable import CallCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@Suite(.timeLimit(.minutes(5)))
struct LoopWatchTests {
    // MARK: Values

    @Test func sumsUpMeasurements() {
        #expect(LoopLag(of: []) == .none)
        let lags = (1...200).map { Duration.milliseconds($0) }.shuffled()
        let lag = LoopLag(of: lags)
        #expect(lag.median == .milliseconds(100) && lag.p99 == .milliseconds(198) && lag.longest == .milliseconds(200))
        #expect(LoopLag(of: [.seconds(1)]).median == .seconds(1))
    }

    @Test func keepsTheLatestMeasurements() {
        var window = LagWindow(capacity: 3)
        for number in 1...7 { window.add(.seconds(number)) }
        #expect(Set(window.all) == [.seconds(5), .seconds(6), .seconds(7)])
        var least = LagWindow(capacity: 0)
        least.add(.seconds(1))
        #expect(least.all == [.seconds(1)])
    }

    @Test func aLoopHangsOnceItHasNotAnsweredForTooLong() {
        var silence = LoopSilence()
        func look(_ hasAnswered: Bool, after elapsed: Int = 1) -> LoopSilence.Verdict {
            silence.look(
                hasAnswered: hasAnswered,
                elapsed: .seconds(elapsed),
                interval: .seconds(1),
                limit: .seconds(5)
            )
        }
        for _ in 0..<4 { #expect(look(false) == .fine) }
        #expect(look(true) == .fine)
        for _ in 0..<4 { #expect(look(false) == .fine) }
        #expect(look(false) == .hangs(for: .seconds(5)))
        for _ in 0..<9 { #expect(look(false) == .fine) }
        #expect(look(true) == .recovered(after: .seconds(14)))
        #expect(look(true) == .fine)
    }

    @Test func aProcessThatStoodStillHasNoLoopThatHangs() {
        var silence = LoopSilence()
        let verdict = silence.look(
            hasAnswered: false,
            elapsed: .seconds(30),
            interval: .seconds(1),
            limit: .seconds(5)
        )
        #expect(verdict == .fine && !silence.hangs)
    }

    // MARK: Watching

    /// A door that answers or does not.
    private final class Door: LoopDoor {
        private let state = Mutex((isOpen: true, answers: 0))

        var answers: Int { self.state.withLock(\.answers) }
        func knock() { self.state.withLock { $0.answers += $0.isOpen ? 1 : 0 } }
        func set(open isOpen: Bool) { self.state.withLock { $0.isOpen = isOpen } }
    }

    /// Two loops in virtual time, of which the second can be held up.
    private final class Bench: Sendable {
        let loops = [NIOAsyncTestingEventLoop(), NIOAsyncTestingEventLoop()]
        let doors = [Door(), Door()]
        let clock = ManualClock()
        let sockets = CallSockets()
        let log = InMemoryLogHandler()
        let load: OverloadGuard
        let watch: LoopWatch
        private let time = Mutex(NIODeadline.uptimeNanoseconds(0))

        init(_ configuration: LoopWatch.Configuration = .init()) {
            let (loops, clock, log) = (self.loops, self.clock, self.log)
            let now: @Sendable () -> NIODeadline = { loops[0].now }
            self.load = OverloadGuard(memory: { nil }, monotonic: now, logger: .silent)
            self.watch = LoopWatch(
                loops,
                doors: self.doors,
                sockets: self.sockets,
                load: self.load,
                configuration: configuration,
                clock: clock,
                monotonic: now,
                logger: Logger(label: "test") { _ in log }
            )
        }

        func running(_ body: () async throws -> Void) async throws {
            let running = Task { await self.watch.run() }
            await self.clock.waitForSleepers(1)
            try await body()
            running.cancel()
            await running.value
        }

        /// Lets a second pass, in steps; the second loop stands still or goes by leaps.
        func second(secondLoopMoves step: Duration? = .milliseconds(50)) async {
            var waiting = Duration.zero
            for _ in 0..<20 {
                await self.loops[0].advanceTime(by: .milliseconds(50))
                waiting += .milliseconds(50)
                if let step, waiting >= step {
                    await self.loops[1].advanceTime(to: self.loops[0].now)
                    waiting = .zero
                }
            }
            self.clock.advance(by: .seconds(1))
            await self.clock.waitForSleepers(1)
        }

        var messages: [String] { self.log.entries.map { "\($0.level) \($0.message)" } }
    }

    @Test func seesNoLagWhereThereIsNone() async throws {
        let bench = Bench()
        try await bench.running {
            for _ in 0..<10 { await bench.second() }
            #expect(bench.watch.lag == .none)
            #expect(!bench.load.isOverloaded && bench.messages.isEmpty)
        }
        // Nothing is planned any more.
        for loop in bench.loops { await loop.advanceTime(by: .seconds(10)) }
        #expect(bench.watch.hanging == 0)
    }

    @Test func reportsALoopThatHangsOnceAndThatItAnswersAgain() async throws {
        let bench = Bench()
        try await bench.running {
            await bench.second()
            for _ in 0..<4 { await bench.second(secondLoopMoves: nil) }
            #expect(bench.watch.hanging == 0)
            for _ in 0..<6 { await bench.second(secondLoopMoves: nil) }
            #expect(bench.watch.hanging == 1)
            #expect(bench.messages == ["critical event loop hangs"])
            #expect(bench.log.entries.first?.metadata["loop"] == "1")
            #expect(bench.watch.lag.longest >= .seconds(9))
            #expect(bench.load.reasons == [.lag])
            for _ in 0..<12 { await bench.second() }
            #expect(bench.watch.hanging == 0)
            #expect(bench.messages == ["critical event loop hangs", "notice event loop answers again"])
            #expect(!bench.load.isOverloaded)
        }
    }

    @Test func aLoopThatReadsNothingHangsWhateverItsHeartbeatSays() async throws {
        let bench = Bench()
        try await bench.running {
            await bench.second()
            bench.doors[1].set(open: false)
            for _ in 0..<5 { await bench.second() }
            #expect(bench.watch.hanging == 0)
            await bench.second()
            #expect(bench.watch.hanging == 1)
            #expect(bench.messages == ["critical event loop hangs"])
            #expect(bench.log.entries.first?.metadata["loop"] == "1")
            #expect(bench.watch.lag == .none)
            bench.doors[1].set(open: true)
            for _ in 0..<2 { await bench.second() }
            #expect(bench.watch.hanging == 0)
            #expect(bench.messages == ["critical event loop hangs", "notice event loop answers again"])
        }
    }

    // MARK: Sockets

    private static func pair() throws -> (ours: CInt, theirs: CInt) {
        var ends: [CInt] = [0, 0]
        #if canImport(Darwin)
        let kind = SOCK_STREAM
        #else
        let kind = CInt(SOCK_STREAM.rawValue)
        #endif
        try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    /// Whether the other end reads an end of stream; it does not wait.
    private static func isAtEnd(_ descriptor: CInt) -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, CInt(MSG_DONTWAIT)) == 0
    }

    @Test func shutsDownTheSocketsOfTheLoopThatHangsAndNoOther() async throws {
        let bench = Bench()
        let (first, second) = (try Self.pair(), try Self.pair())
        defer { for end in [first.theirs, second.theirs] { close(end) } }
        let kept = [
            bench.sockets.keep(first.ours, on: bench.loops[0]), bench.sockets.keep(second.ours, on: bench.loops[1]),
        ]
        try await bench.running {
            await bench.second()
            for _ in 0..<5 { await bench.second(secondLoopMoves: nil) }
            #expect(bench.log.entries.first?.metadata["calls"] == "1")
            #expect(Self.isAtEnd(second.theirs))
            #expect(!Self.isAtEnd(first.theirs))
        }
        for socket in kept { socket.release() }
        #expect(bench.sockets.count == 0)
        #expect(Self.isAtEnd(first.theirs))
    }

    @Test func onlyReportsWhereItMayNotMoveCalls() async throws {
        var configuration = LoopWatch.Configuration()
        configuration.movesCalls = false
        let bench = Bench(configuration)
        let pair = try Self.pair()
        defer { close(pair.theirs) }
        let kept = bench.sockets.keep(pair.ours, on: bench.loops[1])
        try await bench.running {
            for _ in 0..<8 { await bench.second(secondLoopMoves: nil) }
            #expect(bench.watch.hanging == 1)
            #expect(!Self.isAtEnd(pair.theirs))
        }
        kept.release()
    }

    @Test func givesADescriptorBackOnceHoweverOftenItIsReleased() throws {
        let sockets = CallSockets()
        let loop = NIOAsyncTestingEventLoop()
        let pair = try Self.pair()
        var kept: CallSockets.Socket? = sockets.keep(pair.ours, on: loop)
        kept?.release()
        #expect(Self.isAtEnd(pair.theirs))
        // Somebody else gets the number, and keeps it.
        let other = try Self.pair()
        kept?.release()
        kept = nil
        #expect(sockets.shutDown(on: loop) == 0)
        #expect(!Self.isAtEnd(other.theirs) && !Self.isAtEnd(other.ours))
        for end in [pair.theirs, other.ours, other.theirs] { close(end) }
    }

    @Test func aChannelWithoutASocketIsNotKept() throws {
        let channel = EmbeddedChannel()
        #expect(CallSockets().keep(channel) == nil)
        _ = try channel.finish()
    }
}
