// SPDX-License-Identifier: Apache-2.0

public import CoreMetrics
public import Logging
public import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Knows every call: lets calls in up to a limit, binds streams to calls, replaces, drains and cleans up.
///
/// ```swift
/// guard case .admitted(let pass) = manager.admit(info, isResumed: false) else { return busy }
/// // … TwiML with the pass, sealed, in the stream's path; then on the stream's event loop:
/// guard let grant = manager.redeem(pass) else { return refuse }
/// let session = manager.open(grant, stream: "MZ…", line: line)
/// ```
/// A call is owned by its ``CallID``: a newer stream of the same call replaces the older one.
public final class CallSessionManager: Sendable {
    /// Bounds of the registry.
    public struct Configuration: Sendable {
        /// Calls at once, those whose stream has not come yet included.
        public var maximumCalls = 200
        /// How long a pass is good.
        public var tokenLifetime = Duration.seconds(60)
        /// How far the clocks of servers that honour each other's passes may be apart.
        public var clockSkew = Duration.seconds(30)
        /// How long the store may take to say whether a call that opened no stream here has opened one elsewhere.
        public var lookupDeadline = Duration.seconds(2)
        /// Decisions about what comes next that are kept for calls whose stream is over.
        public var rememberedDecisions = 1024
        /// How long the place of a call is kept between the upgrade of its stream and its first message.
        public var openingLifetime = Duration.seconds(15)
        /// How often expired tokens are looked for.
        public var cleanupInterval = Duration.seconds(5)
        /// How long calls may go on after a shutdown was asked for.
        public var drainDeadline = Duration.seconds(300)
        /// How long a stream may take to end once it was told to; those that wait for the last words of what was said
        /// have as long as these may take.
        public var closingDeadline = Duration.seconds(10)
        /// Streams that are closed at once at shutdown, so that not all callers come to the siblings in one moment.
        public var closingGroup = 10
        /// The pause after each such group.
        public var closingPause = Duration.milliseconds(250)
        /// Bounds of each session.
        public var session = CallSession.Configuration()
        /// Bounds of each session in words.
        public var relay = RelaySession.Configuration()
        /// Bounds of each session that only listens.
        public var listening = ListeningSession.Configuration()

        /// The defaults.
        public init() {}
    }

    /// The registry in figures.
    public struct Snapshot: Sendable, Hashable {
        /// Calls whose stream is open.
        public var live: Int
        /// Calls that were let in and whose stream has not come yet.
        public var pending: Int
        /// The limit of both together.
        public var limit: Int
        /// Whether the server is shutting down.
        public var isDraining: Bool
        /// Whether the machine has more to do than it can, so that no further call is let in.
        public var isOverloaded = false
    }

    struct Pending {
        var pass: StreamPass
        let issued: Date
        var grant: StreamGrant
        var expires: NIODeadline
    }

    struct Opening {
        let call: CallID
        /// What is known of the call; `nil` until the store has told.
        var grant: StreamGrant?
        let expires: NIODeadline
    }

    struct State {
        var pending: [CallID: Pending] = [:]
        var live: [CallID: any LiveCall] = [:]
        /// Passes of other servers that were used here.
        var used: UsedPasses
        /// Streams whose pass was taken and which have not said who they are yet: so long is their place kept.
        var opening: [Int: Opening] = [:]
        var places = 0
        var closing: [ObjectIdentifier: any LiveCall] = [:]
        var decisions: RecentDecisions
        /// Calls that are over for the carrier and have a stream here still; for their traces only.
        var ended: [CallID: EndedCall] = [:]
        var isDraining = false

        var hasStreams: Bool { !self.live.isEmpty || !self.closing.isEmpty }

        /// A caller whose token is still good is on the line, and the stream on its way.
        func expectsStreams(_ now: NIODeadline) -> Bool {
            self.pending.values.contains { $0.expires > now } || self.opening.values.contains { $0.expires > now }
        }

        func knows(_ call: CallID) -> Bool {
            self.pending[call] != nil || self.live[call] != nil || self.isOpening(call)
        }

        func isOpening(_ call: CallID) -> Bool {
            self.opening.values.contains { $0.call == call }
        }

        /// How many places are taken.
        func count(_ now: NIODeadline) -> Int {
            let opening = Set(self.opening.values.lazy.filter { $0.expires > now }.map(\.call))
            return self.pending.count + self.live.count + opening.count { self.live[$0] == nil }
        }
    }

    /// What is said, by which rules, unless the call was ordered with another dialogue.
    public let dialogue: Dialogue
    /// Further dialogues by their names, for calls that are ordered with one.
    public let dialogues: [String: Dialogue]
    /// The ears.
    public let recogniser: any SpeechRecogniser
    /// The voice.
    public let synthesiser: any SpeechSynthesiser
    /// The memory.
    public let journal: CallJournal
    /// The sockets of streams that have said who they are, for a ``LoopWatch``.
    public let sockets = CallSockets()
    let configuration: Configuration
    let clock: any Clock<Duration>
    let monotonic: @Sendable () -> NIODeadline
    let isOverloaded: @Sendable () -> Bool
    let metrics: ConversationMetrics
    /// Makes the spans of calls; `nil` while tracing is off.
    public let tracer: CallTracer?
    let logger: Logger
    /// Names this process in the passes it issues.
    let issuer: UInt64
    let state: Mutex<State>
    let randomness: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates a registry without calls.
    ///
    /// - Parameters:
    ///   - dialogue: what is said, by which rules.
    ///   - dialogues: further ones, by the names with which calls are ordered.
    ///   - recogniser: the ears.
    ///   - synthesiser: the voice.
    ///   - journal: the memory.
    ///   - configuration: the bounds.
    ///   - clock: times the clean-up and the drain.
    ///   - monotonic: the time by which passes expire.
    ///   - randomness: makes passes; fit for secrets.
    ///   - isOverloaded: whether the machine has more to do than it can: then no new call is let in, while those that are
    ///     on the line stay; see ``OverloadGuard``.
    ///   - metrics: where turns, words and the states of conversations are counted.
    ///   - tracer: makes spans; without it the process's own does, if it has one.
    ///   - logger: for the calls' own lines.
    public init(
        dialogue: Dialogue,
        dialogues: [String: Dialogue] = [:],
        recogniser: any SpeechRecogniser,
        synthesiser: any SpeechSynthesiser,
        journal: CallJournal,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        monotonic: @escaping @Sendable () -> NIODeadline = { .now() },
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        isOverloaded: @escaping @Sendable () -> Bool = { false },
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: CallTracer? = CallTracer(),
        logger: Logger
    ) {
        self.dialogue = dialogue
        self.dialogues = dialogues
        self.recogniser = recogniser
        self.synthesiser = synthesiser
        self.journal = journal
        self.configuration = configuration
        self.clock = clock
        self.monotonic = monotonic
        var randomness = randomness
        self.issuer = randomness.next()
        self.randomness = Mutex(randomness)
        self.isOverloaded = isOverloaded
        self.metrics = ConversationMetrics(factory: metrics)
        self.tracer = tracer
        self.logger = logger
        self.state = Mutex(
            State(
                used: UsedPasses(limit: max(1_024, 16 * configuration.maximumCalls)),
                decisions: RecentDecisions(limit: configuration.rememberedDecisions)
            )
        )
    }

    /// The registry in figures.
    public var snapshot: Snapshot {
        let isOverloaded = self.isOverloaded()
        return self.state.withLock {
            Snapshot(
                live: $0.live.count,
                pending: $0.pending.count,
                limit: self.configuration.maximumCalls,
                isDraining: $0.isDraining,
                isOverloaded: isOverloaded
            )
        }
    }
}
