// SPDX-License-Identifier: Apache-2.0

public import Logging
public import NIOCore
import Synchronization

/// Finds calls that everybody has forgotten, and ends them in the record, with the reason in it.
///
/// A call is forgotten when it goes on by the record, has no stream here, and nothing has happened in it for a while:
/// the server that had it died and the carrier asked nobody else, or the carrier's word on its end was lost. Before
/// anything is ended the carrier is asked. What the carrier says goes on is left alone, however long it is quiet.
/// Nothing is ever dialled, hung up or moved.
///
/// ```swift
/// let janitor = Janitor(manager: manager, carrier: carrier, name: { EventID(naming: $0) }, logger: logger)
/// await janitor.run()   // until it is cancelled
/// ```
/// Several servers with one store may each have a janitor: they look at different times, and what two of them find out
/// at once is stored once. The sessions of this process need none: each of them is bounded by timers of its own.
public final class Janitor: Sendable {
    /// Patience and bounds.
    public struct Configuration: Sendable {
        /// How often the list of calls is looked through, give or take a quarter.
        public var interval = Duration.seconds(30)
        /// How long nothing may happen in a call before the carrier is asked about it; twice that, then four times, for
        /// one that goes on.
        public var patience = Duration.seconds(120)
        /// The longest time between two looks at a call.
        public var longestDistance = Duration.seconds(1_800)
        /// How long nothing may happen in a call that nobody can be asked about: what a call lasts at most, unless that
        /// was extended (Twilio: four hours).
        public var unconfirmed = Duration.seconds(4 * 3_600)
        /// How long the carrier may give no answer about a call (what a call lasts at most, even if that was extended).
        public var unanswered = Duration.seconds(24 * 3_600)
        /// The account whose calls the carrier knows; `nil` for all.
        public var account: String?
        /// Calls on one page of the list; 1…500.
        public var page = 200
        /// Pages in one round; the next one goes on where this one ended.
        public var pages = 10
        /// Calls that are looked at in one round.
        public var looks = 200
        /// Calls that are looked at at the same time.
        public var concurrency = 4
        /// Calls that are kept in mind.
        public var capacity = 10_000

        /// The defaults.
        public init() {}
    }

    /// Names an event after what it says, so that the store keeps it once, whoever says it.
    public typealias Name = @Sendable ([String]) -> EventID

    let manager: CallSessionManager
    let carrier: (any CallCarrier)?
    let configuration: Configuration
    let name: Name
    let clock: any Clock<Duration>
    let monotonic: @Sendable () -> NIODeadline
    let logger: Logger
    let memory: Mutex<JanitorMemory>
    private let randomness: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates a janitor; nothing happens until ``run()``.
    ///
    /// - Parameters:
    ///   - manager: knows the calls that are here, and the journal.
    ///   - carrier: asked before a call is ended in the record; `nil` if there is none.
    ///   - configuration: patience and bounds.
    ///   - name: names events by their content: the same parts, the same name, in every server.
    ///   - clock: times the rounds.
    ///   - monotonic: the time by which calls are looked at again.
    ///   - randomness: the jitter.
    ///   - logger: says which call was forgotten.
    public init(
        manager: CallSessionManager,
        carrier: (any CallCarrier)?,
        configuration: Configuration = Configuration(),
        name: @escaping Name,
        clock: any Clock<Duration> = ContinuousClock(),
        monotonic: @escaping @Sendable () -> NIODeadline = { .now() },
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.manager = manager
        self.carrier = carrier
        self.configuration = configuration
        self.name = name
        self.clock = clock
        self.monotonic = monotonic
        self.randomness = Mutex(randomness)
        self.logger = logger
        self.memory = Mutex(JanitorMemory(capacity: configuration.capacity))
    }

    /// Looks through the list of calls again and again, until the task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.follow() }
            var wait = self.configuration.interval * self.draw(0...1)
            while (try? await self.clock.sleep(for: wait)) != nil {
                await self.round()
                wait = self.configuration.interval * self.draw(0.75...1.25)
            }
            group.cancelAll()
        }
    }

    /// Hears from the journal which calls the carrier says are over: their record should soon tell why.
    private func follow() async {
        for await stored in self.manager.journal.events() {
            guard case .status(let status, _, _) = stored.event.kind, status.isTerminal else { continue }
            self.carrierEnded(stored.event.call)
        }
    }

    func carrierEnded(_ call: CallID) {
        let time = self.monotonic() + TimeAmount(self.configuration.patience)
        self.memory.withLock { $0.carrierEnded(call, lookAt: time) }
    }

    func draw(_ range: ClosedRange<Double>) -> Double {
        self.randomness.withLock { Double.random(in: range, using: &$0) }
    }

    func shuffle(_ calls: [CallRecord]) -> [CallRecord] {
        self.randomness.withLock { calls.shuffled(using: &$0) }
    }
}
