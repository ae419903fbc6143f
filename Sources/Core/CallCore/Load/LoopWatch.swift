// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
public import Logging
public import NIOCore
import Synchronization

/// Watches event loops: how late each is, and whether one hangs.
///
/// Every call lives on one event loop, so a loop that is late is sound that is late for all of its calls, and a loop
/// that hangs is silence. A heartbeat on each loop is compared with its plan, and a knock at its sockets has to be answered;
/// the watcher runs elsewhere. A loop that has not answered for ``Configuration/limit`` is reported once, and the sockets of its calls are shut down from
/// outside: the carrier then asks what comes next, and another loop, or another server, takes the calls up.
///
/// ```swift
/// let watch = LoopWatch(group.makeIterator(), sockets: manager.sockets, load: guard, logger: logger)
/// await watch.run()   // until it is cancelled
/// ```
public final class LoopWatch: Sendable {
    /// Pace and bounds.
    public struct Configuration: Sendable {
        /// The distance of a loop's heartbeats.
        public var heartbeat = Duration.milliseconds(100)
        /// How often the watcher looks.
        public var interval = Duration.seconds(1)
        /// The time over which ``LoopWatch/lag`` is summed up.
        public var window = Duration.seconds(3)
        /// A loop that has not answered for so long hangs.
        public var limit = Duration.seconds(5)
        /// Whether the sockets of calls on a loop that hangs are shut down.
        public var movesCalls = true

        /// The defaults.
        public init() {}
    }

    private struct State {
        var lag = LoopLag.none
        var silences: [LoopSilence]
        var lookedAt: NIODeadline?
        /// What each door had answered when it was knocked at last; empty before the first knock.
        var answers: [Int] = []
    }

    private let pulses: [LoopPulse]
    private let doors: [any LoopDoor]
    private let sockets: CallSockets?
    private let load: OverloadGuard?
    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let monotonic: @Sendable () -> NIODeadline
    private let logger: Logger
    private let state: Mutex<State>

    /// Creates a watcher; nothing is measured until ``run()``.
    ///
    /// - Parameters:
    ///   - loops: the event loops that calls live on.
    ///   - doors: a door into each loop, in the same order; none, and the heartbeats alone are gone by.
    ///   - sockets: the sockets of calls; `nil` if a loop that hangs is only to be reported.
    ///   - load: told of the lag at every look, so that it lets no calls in while the machine cannot keep up.
    ///   - configuration: pace and bounds.
    ///   - clock: times the looks.
    ///   - monotonic: the time of the event loops, read elsewhere.
    ///   - logger: says which loop hangs.
    public init(
        _ loops: some Sequence<any EventLoop>,
        doors: [any LoopDoor] = [],
        sockets: CallSockets? = nil,
        load: OverloadGuard? = nil,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        monotonic: @escaping @Sendable () -> NIODeadline = { .now() },
        logger: Logger
    ) {
        let pulses = loops.map { LoopPulse($0, interval: configuration.heartbeat, window: configuration.window) }
        precondition(doors.isEmpty || doors.count == pulses.count, "a door for each loop")
        self.pulses = pulses
        self.doors = doors
        self.sockets = sockets
        self.load = load
        self.configuration = configuration
        self.clock = clock
        self.monotonic = monotonic
        self.logger = logger
        self.state = Mutex(State(silences: pulses.map { _ in LoopSilence() }))
    }

    /// How late the loops were over the last seconds, all together.
    public var lag: LoopLag { self.state.withLock { $0.lag } }

    /// How many loops are watched.
    public var count: Int { self.pulses.count }

    /// How many loops hang.
    public var hanging: Int { self.state.withLock { $0.silences.count(where: \.hangs) } }

    /// Watches until the task is cancelled.
    public func run() async {
        for pulse in self.pulses { pulse.start() }
        while (try? await self.clock.sleep(for: self.configuration.interval)) != nil { self.look() }
        for pulse in self.pulses { pulse.stop() }
    }

    /// Looks once at every loop.
    private func look() {
        let now = self.monotonic()
        let readings = self.pulses.map { $0.read(at: now) }
        let lag = LoopLag(of: readings.flatMap(\.lags))
        let answers = self.doors.map(\.answers)
        let verdicts = self.state.withLock { state in
            let elapsed = state.lookedAt.map { Duration.nanoseconds((now - $0).nanoseconds) }
            state.lookedAt = now
            state.lag = lag
            let known = state.answers
            state.answers = answers
            return readings.indices.map { index in
                let reads = known.isEmpty || answers[index] != known[index]
                return state.silences[index].look(
                    hasAnswered: readings[index].hasAnswered && reads,
                    elapsed: elapsed ?? self.configuration.interval,
                    interval: self.configuration.interval,
                    limit: self.configuration.limit
                )
            }
        }
        for door in self.doors { door.knock() }
        LoadMetrics.report(lag, hanging: self.hanging)
        for (index, verdict) in verdicts.enumerated() { self.tell(verdict, of: index) }
        self.load?.note(lag: lag)
    }

    private func tell(_ verdict: LoopSilence.Verdict, of index: Int) {
        let number: Logger.MetadataValue = "\(index)"
        switch verdict {
        case .fine: break
        case .hangs(let silence):
            LoadMetrics.hangs.increment()
            let moved = self.configuration.movesCalls ? self.sockets?.shutDown(on: self.pulses[index].eventLoop) : nil
            self.logger.critical(
                "event loop hangs",
                metadata: ["loop": number, "loop.seconds": "\(silence.components.seconds)", "calls": "\(moved ?? 0)"]
            )
        case .recovered(let silence):
            self.logger.notice(
                "event loop answers again",
                metadata: ["loop": number, "loop.seconds": "\(silence.components.seconds)"]
            )
        }
    }
}
