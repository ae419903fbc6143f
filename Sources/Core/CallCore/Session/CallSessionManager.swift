// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
public import Logging
public import NIOCore
import Synchronization

/// Knows every call: lets calls in up to a limit, binds streams to calls, replaces, drains and cleans up.
///
/// ```swift
/// guard case .admitted(let token) = manager.admit(info, isResumed: false) else { return busy }
/// // … TwiML with the token in the stream's path; then on the stream's event loop:
/// guard let grant = manager.redeem(token) else { return refuse }
/// let session = manager.open(grant, stream: "MZ…", line: line)
/// ```
/// A call is owned by its ``CallID``: a newer stream of the same call replaces the older one.
public final class CallSessionManager: Sendable {
    /// Bounds of the registry.
    public struct Configuration: Sendable {
        /// Calls at once, those whose stream has not come yet included.
        public var maximumCalls = 200
        /// How long a token is good.
        public var tokenLifetime = Duration.seconds(60)
        /// Decisions about what comes next that are kept for calls whose stream is over.
        public var rememberedDecisions = 1024
        /// How often expired tokens are looked for.
        public var cleanupInterval = Duration.seconds(5)
        /// How long calls may go on after a shutdown was asked for.
        public var drainDeadline = Duration.seconds(300)
        /// How long a stream may take to end once it was told to.
        public var closingDeadline = Duration.seconds(10)
        /// Bounds of each session.
        public var session = CallSession.Configuration()

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
    }

    private struct Pending {
        let token: StreamToken
        let grant: StreamGrant
        let expires: NIODeadline
    }

    private struct State {
        var pending: [CallID: Pending] = [:]
        var tokens: [StreamToken: CallID] = [:]
        var live: [CallID: CallSession] = [:]
        var closing: [ObjectIdentifier: CallSession] = [:]
        var decisions: [CallID: NextStep] = [:]
        var decided: [CallID] = []
        var isDraining = false

        func knows(_ call: CallID) -> Bool { self.pending[call] != nil || self.live[call] != nil }
    }

    /// What is said, by which rules.
    public let dialogue: Dialogue
    /// The ears.
    public let recogniser: any SpeechRecogniser
    /// The voice.
    public let synthesiser: any SpeechSynthesiser
    /// The memory.
    public let journal: CallJournal
    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let monotonic: @Sendable () -> NIODeadline
    private let logger: Logger
    private let state = Mutex(State())
    private let randomness: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates a registry without calls.
    ///
    /// - Parameters:
    ///   - dialogue: what is said, by which rules.
    ///   - recogniser: the ears.
    ///   - synthesiser: the voice.
    ///   - journal: the memory.
    ///   - configuration: the bounds.
    ///   - clock: times the clean-up and the drain.
    ///   - monotonic: the time by which tokens expire.
    ///   - randomness: makes tokens; fit for secrets.
    ///   - logger: for the calls' own lines.
    public init(
        dialogue: Dialogue,
        recogniser: any SpeechRecogniser,
        synthesiser: any SpeechSynthesiser,
        journal: CallJournal,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        monotonic: @escaping @Sendable () -> NIODeadline = { .now() },
        randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        logger: Logger
    ) {
        self.dialogue = dialogue
        self.recogniser = recogniser
        self.synthesiser = synthesiser
        self.journal = journal
        self.configuration = configuration
        self.clock = clock
        self.monotonic = monotonic
        self.randomness = Mutex(randomness)
        self.logger = logger
    }

    /// The registry in figures.
    public var snapshot: Snapshot {
        self.state.withLock {
            Snapshot(
                live: $0.live.count,
                pending: $0.pending.count,
                limit: self.configuration.maximumCalls,
                isDraining: $0.isDraining
            )
        }
    }
}

// MARK: - Letting calls in

extension CallSessionManager {
    /// Lets a call in, or says why not. A webhook that is repeated before its stream came gets the same token.
    ///
    /// - Parameters:
    ///   - info: the call.
    ///   - isResumed: whether an earlier stream of the call had ended; such calls are let in above the limit, because
    ///     their caller is on the line already.
    /// - Returns: a token for the stream's path, or why there is none.
    public func admit(_ info: CallInfo, isResumed: Bool) -> Admission {
        let fresh = self.randomness.withLock { StreamToken(using: &$0) }
        let expires = self.monotonic() + TimeAmount(self.configuration.tokenLifetime)
        return self.state.withLock { state in
            if state.isDraining { return .draining }
            if let pending = state.pending[info.id], pending.expires > self.monotonic() {
                return .admitted(pending.token)
            }
            let count = state.pending.count + state.live.count
            guard isResumed || state.knows(info.id) || count < self.configuration.maximumCalls else { return .full }
            let grant = StreamGrant(info: info, isResumed: isResumed)
            if let stale = state.pending[info.id] { state.tokens[stale.token] = nil }
            state.pending[info.id] = Pending(token: fresh, grant: grant, expires: expires)
            state.tokens[fresh] = info.id
            return .admitted(fresh)
        }
    }

    /// Takes a token in exchange for the right to one stream; `nil` if it is unknown, used or expired.
    public func redeem(_ token: StreamToken) -> StreamGrant? {
        self.state.withLock { state in
            guard let call = state.tokens.removeValue(forKey: token) else { return nil }
            guard let pending = state.pending.removeValue(forKey: call) else { return nil }
            return pending.expires > self.monotonic() ? pending.grant : nil
        }
    }

    /// Begins the session of a stream that has said who it is. Called on the line's event loop.
    ///
    /// - Parameters:
    ///   - grant: what the stream's token allowed.
    ///   - stream: the stream's own name.
    ///   - line: the way back to the caller.
    /// - Returns: the session, started.
    public func open(_ grant: StreamGrant, stream: String, line: NIOLoopBound<any CallLine>) -> CallSession {
        let session = self.makeSession(grant, stream: stream, line: line)
        let older = self.state.withLock { state in
            state.decisions[grant.info.id] = nil
            return state.live.updateValue(session, forKey: grant.info.id)
        }
        if let older { self.tell(older) { $0.stop(.replaced, next: .resume) } }
        self.reportActive(grant.info.direction)
        session.assumeIsolated { $0.start(resumed: grant.isResumed) }
        return session
    }

    private func makeSession(
        _ grant: StreamGrant,
        stream: String,
        line: NIOLoopBound<any CallLine>
    ) -> CallSession {
        var logger = self.logger
        logger[metadataKey: "call.sid"] = "\(grant.info.id)"
        logger[metadataKey: "stream.sid"] = "\(stream)"
        return CallSession(
            info: grant.info,
            stream: stream,
            line: line,
            dialogue: self.dialogue,
            recogniser: self.recogniser,
            synthesiser: self.synthesiser,
            journal: self.journal,
            configuration: self.configuration.session,
            logger: logger,
            onNext: { [weak self] session, next in self?.decided(next, by: session) },
            onEnd: { [weak self] session, _, _ in self?.ended(session) }
        )
    }
}

// MARK: - Calls that go on and end

extension CallSessionManager {
    /// The live session of a call.
    public func session(of call: CallID) -> CallSession? {
        self.state.withLock { $0.live[call] }
    }

    /// What was decided to come after the call's last stream, if that was decided here and not long ago. The store knows
    /// it too, but only once it is written.
    public func decision(for call: CallID) -> NextStep? {
        self.state.withLock { $0.decisions[call] }
    }

    /// The carrier says that the call is over. It is the media that keeps a session, but a token that nobody can use any
    /// more is given back.
    public func carrierEnded(_ call: CallID) {
        self.state.withLock { state in
            if let pending = state.pending.removeValue(forKey: call) { state.tokens[pending.token] = nil }
            state.decisions[call] = nil
        }
    }

    private func decided(_ next: NextStep, by session: CallSession) {
        self.state.withLock { state in
            // A session that was replaced decides nothing any more.
            guard state.live[session.info.id] === session else { return }
            if state.decisions.updateValue(next, forKey: session.info.id) == nil {
                state.decided.append(session.info.id)
            }
            state.live[session.info.id] = nil
            state.closing[ObjectIdentifier(session)] = session
            while state.decided.count > self.configuration.rememberedDecisions {
                state.decisions[state.decided.removeFirst()] = nil
            }
        }
        self.reportActive(session.info.direction)
    }

    private func ended(_ session: CallSession) {
        self.state.withLock { state in
            state.closing[ObjectIdentifier(session)] = nil
            if state.live[session.info.id] === session { state.live[session.info.id] = nil }
        }
        self.reportActive(session.info.direction)
    }

    private func reportActive(_ direction: CallDirection) {
        let count = self.state.withLock { $0.live.values.count { $0.info.direction == direction } }
        CallMetrics.active(direction).record(count)
    }

    private func tell(_ session: CallSession, _ what: @escaping @Sendable (isolated CallSession) -> Void) {
        session.eventLoop.execute { session.assumeIsolated { what($0) } }
    }
}

// MARK: - Cleaning up and shutting down

extension CallSessionManager {
    /// Cleans up until the task is cancelled.
    public func run() async {
        while (try? await self.clock.sleep(for: self.configuration.cleanupInterval)) != nil {
            self.forgetExpiredTokens()
        }
    }

    /// Gives back the places of calls whose stream never came.
    func forgetExpiredTokens() {
        let now = self.monotonic()
        let expired = self.state.withLock { state in
            let expired = state.pending.values.filter { $0.expires <= now }
            for pending in expired {
                state.pending[pending.grant.info.id] = nil
                state.tokens[pending.token] = nil
            }
            return expired.filter { state.live[$0.grant.info.id] == nil }.map(\.grant.info)
        }
        for info in expired {
            CallMetrics.ended(info.direction, .neverStreamed).increment()
            self.logger.notice("call never opened its stream", metadata: ["call.sid": "\(info.id)"])
            self.journal.enqueue(self.journal.event(.streamEnded(.neverStreamed), in: info.id))
        }
    }

    /// Lets no call in any more, waits for those that go on, and in the end closes their streams so that Twilio asks what
    /// comes next.
    ///
    /// - Parameter limit: how long calls may go on; `nil` for the configured time.
    public func drain(within limit: Duration? = nil) async {
        self.state.withLock { $0.isDraining = true }
        let limit = limit ?? self.configuration.drainDeadline
        if await self.waitUntilEmpty(within: limit) { return }
        let live = self.state.withLock { Array($0.live.values) }
        self.logger.notice("closing streams for shutdown", metadata: ["calls": "\(live.count)"])
        for session in live { self.tell(session) { $0.drain() } }
        if await self.waitUntilEmpty(within: self.configuration.closingDeadline / 2) { return }
        for session in live { self.tell(session) { $0.stop(.drained, next: .resume) } }
        _ = await self.waitUntilEmpty(within: self.configuration.closingDeadline / 2)
    }

    private func waitUntilEmpty(within limit: Duration) async -> Bool {
        let step = Duration.milliseconds(100)
        var waited = Duration.zero
        while self.state.withLock({ !$0.live.isEmpty || !$0.closing.isEmpty }) {
            guard waited < limit, (try? await self.clock.sleep(for: step)) != nil else { return false }
            waited += step
        }
        return true
    }
}
