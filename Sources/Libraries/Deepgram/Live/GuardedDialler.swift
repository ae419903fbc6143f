// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import Resilience
import Synchronization

/// Dials through another dialler, for all calls that share one credential: asks one circuit breaker, spreads a herd, and
/// keeps within the account's number of connections.
///
/// ```swift
/// let dialler = GuardedDialler(over: client) { event in metrics.record(event) }
/// dialler.dial(parameters, on: call.eventLoop, for: recognition)
/// ```
/// A dial that has to wait is scheduled on its caller's event loop, and ends there with a connection or an error. Each
/// waiting dial has a turn of its own, so two hundred that come at once, or come back at once after an outage, are spread
/// evenly. ``DeepgramError/Code/circuitOpen`` and ``DeepgramError/Code/overloaded`` mean that nothing was tried; the
/// former says when trying again makes sense.
///
/// The circuit opens at once when the credential, the account (401, 402, 403) or the certificate is not accepted, and
/// for as long as Deepgram wants with 429 and 503; otherwise after several failures. When its time is over, one call's
/// dial probes. Use one per credential.
public final class GuardedDialler: ListenDialler {
    private struct Shared {
        var places: ConnectionPlaces
        /// 429s in a row.
        var tooMany = 0
        var random: any RandomNumberGenerator & Sendable
        var onShortage: @Sendable () -> Void = {}
    }

    let configuration: GuardedDiallerConfiguration
    let base: any ListenDialler
    /// The breaker of the credential; to be closed by hand when the credential was replaced, for example.
    public let circuit: CircuitBreaker
    private let turns: RateLimiter
    private let shared: Mutex<Shared>
    let onEvent: @Sendable (ListenEvent) -> Void

    /// Creates it with everything closed, free and empty. `onEvent` must be quick; see ``ListenEvent``.
    public init(
        over base: any ListenDialler,
        configuration: GuardedDiallerConfiguration = GuardedDiallerConfiguration(),
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        onEvent: @escaping @Sendable (ListenEvent) -> Void = { _ in }
    ) {
        self.base = base
        self.configuration = configuration
        self.onEvent = onEvent
        self.circuit = CircuitBreaker(
            name: "Deepgram",
            policy: configuration.circuit,
            clock: clock,
            random: random,
            onTransition: { onEvent(.circuit($0)) }
        )
        let rate = configuration.connectsPerSecond
        self.turns = RateLimiter(RateLimit(rate, per: .seconds(1), burst: configuration.connectBurst), clock: clock)
        let places = ConnectionPlaces(
            capacity: configuration.maxConnections,
            reservedForCalls: configuration.reservedForCalls,
            maxWaiting: configuration.maxWaiting
        )
        self.shared = Mutex(Shared(places: places, random: random))
    }

    /// Dials for a call; see ``ListenDialler/dial(_:in:on:for:)``.
    public func dial(
        _ parameters: ListenParameters,
        in trace: TraceContext?,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let link = GuardedLink(self, parameters, trace, eventLoop: eventLoop, owner: owner, isForCall: true)
        link.start()
        return link
    }

    /// Dials for the pool: never as a probe, never with a place that a call might want, and without waiting.
    func dialInTheBackground(
        _ parameters: ListenParameters,
        on eventLoop: any EventLoop,
        for owner: any ListenLinkOwner
    ) -> any ListenDialling {
        let link = GuardedLink(self, parameters, nil, eventLoop: eventLoop, owner: owner, isForCall: false)
        link.start()
        return link
    }

    /// How it stands.
    public var state: GuardedDiallerState {
        let (taken, waiting) = self.shared.withLock { ($0.places.taken, $0.places.waiting.count) }
        return GuardedDiallerState(circuit: self.circuit.snapshot, connections: taken, waiting: waiting)
    }

    // MARK: Places and turns

    /// `body` is called when a call has to wait for a place, on the call's event loop.
    func onShortage(_ body: @escaping @Sendable () -> Void) {
        self.shared.withLock { $0.onShortage = body }
    }

    func takePlace(isForCall: Bool, _ wake: @escaping @Sendable () -> Void) -> ConnectionPlaces.Entry {
        let (entry, onShortage) = self.shared.withLock { shared in
            let entry: ConnectionPlaces.Entry =
                isForCall
                ? shared.places.enter(wake) : shared.places.enterInTheBackground() ? .taken : .full
            return (entry, shared.onShortage)
        }
        if case .waiting = entry { onShortage() }
        return entry
    }

    func leaveQueue(_ id: Int) -> Bool {
        self.shared.withLock { $0.places.leaveQueue(id) }
    }

    func leavePlace() {
        self.shared.withLock { $0.places.leave() }?.wake()
    }

    /// How long until the next turn, which is taken; `nil` when that would be too long.
    func takeTurn(isForCall: Bool) -> Duration? {
        self.turns.reserve(atMost: isForCall ? self.configuration.longestWait : .zero)
    }

    // MARK: What the circuit learns

    func learn(_ permit: CircuitPermit) {
        self.shared.withLock { $0.tooMany = 0 }
        self.circuit.succeeded(permit)
    }

    func learn(_ permit: CircuitPermit, _ error: DeepgramError) {
        switch error.code {
        case .unauthorised, .paymentRequired, .forbidden, .untrusted:
            self.circuit.open(error.code.description, for: self.configuration.refusalOpenTime, error: error)
        case .tooManyConnections:
            self.circuit.open(error.code.description, for: self.pause(after: error), error: error)
        case .unavailable where error.retryAfter != nil:
            self.circuit.open(error.code.description, for: self.bounded(error.retryAfter), error: error)
        case .invalidParameters:
            // That is one call's fault; Deepgram is there and answers.
            self.circuit.succeeded(permit)
        case .circuitOpen, .overloaded:
            self.circuit.withdraw(permit)
        default:
            self.circuit.failed(permit, error)
        }
    }

    private func pause(after error: DeepgramError) -> Duration? {
        if error.retryAfter != nil { return self.bounded(error.retryAfter) }
        return self.shared.withLock { shared in
            shared.tooMany += 1
            return self.configuration.tooManyBackoff.delay(afterFailure: shared.tooMany, using: &shared.random)
        }
    }

    private func bounded(_ retryAfter: Duration?) -> Duration? {
        retryAfter.map { min(max($0, .seconds(1)), self.configuration.longestRetryAfter) }
    }
}
