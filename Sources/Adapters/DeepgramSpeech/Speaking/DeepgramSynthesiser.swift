// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import CoreMetrics
public import Deepgram
public import NIOCore
public import Resilience
import Synchronization

/// Speaks with Deepgram's Aura; sound reaches the caller from its first byte on.
///
/// ```swift
/// let synthesiser = DeepgramSynthesiser(service: client, breaker: breaker)
/// let session = synthesiser.speak(SynthesisRequest(text: "Good day."), on: eventLoop) { event in … }
/// ```
/// The service is a `SpeakClient` (REST, the better choice: its connections are kept alive and serve any call, a text
/// that is cut off disturbs no other, and nothing is held while a caller speaks) or a `SpeakPool` (WebSockets, which save
/// Deepgram's request overhead and count against another limit of the account).
///
/// A text is tried again only as long as none of its sound has been delivered. Long texts are cut at the ends of
/// sentences and spoken one after the other. Aura tells no word times.
public final class DeepgramSynthesiser: SpeechSynthesiser {
    /// Limits of the synthesiser.
    public struct Configuration: Sendable, Hashable {
        /// The voice and its manner; a request's own voice goes first.
        public var parameters = SpeakParameters()
        /// How often a text is tried before its first sound, and how long to wait between. No wait begins that would end
        /// later than `totalTime` after the first attempt: then another engine speaks.
        public var retries = RetryPolicy(
            attempts: 3,
            backoff: Backoff(first: .milliseconds(200), cap: .seconds(2), jitter: .half),
            longestRetryAfter: .seconds(60),
            totalTime: .seconds(4)
        )
        /// How many texts are spoken at once; the account's limit (15 for Aura over REST when paying as one goes).
        public var concurrentRequests = 15
        /// How many wait for their turn; further ones fail as overloaded.
        public var waitingRequests = 64
        /// How long one waits for its turn before it fails as overloaded.
        public var waitTime: Duration = .seconds(2)
        /// The longest text of one request, in characters.
        public var longestText = 10_000
        /// How long Deepgram is left alone after it has refused the credential.
        public var refusalPause: Duration = .seconds(60)

        /// The defaults.
        public init() {}
    }

    /// `deepgram`.
    public let name = "deepgram"

    let configuration: Configuration
    let service: any SpeakService
    let breaker: SpeakingBreaker
    let gate: SpeakingGate
    let metrics: SpeakingMetrics
    private let open = Atomic(0)
    private let random: Mutex<any RandomNumberGenerator & Sendable>

    /// Creates it. One `breaker` is shared by all who speak with the same credential; `random` is the jitter's.
    public init(
        service: any SpeakService,
        breaker: CircuitBreaker = CircuitBreaker(name: "deepgram_speak"),
        configuration: Configuration = Configuration(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.service = service
        self.configuration = configuration
        self.breaker = SpeakingBreaker(breaker, refusalPause: configuration.refusalPause)
        self.gate = SpeakingGate(
            limit: configuration.concurrentRequests,
            queueLimit: configuration.waitingRequests
        )
        self.metrics = SpeakingMetrics(engine: self.name, factory: metrics)
        self.random = Mutex(random)
    }

    /// Down while the circuit breaker is open, lagging while texts wait for their turn.
    public var status: EngineStatus {
        let sessions = self.open.load(ordering: .relaxed)
        let circuit = self.breaker.snapshot
        if circuit.state == .open {
            let detail = "is not asked to speak: \(circuit.reason ?? "the circuit is open")"
            return EngineStatus(state: .down, sessions: sessions, detail: detail)
        }
        let waiting = self.gate.counts.waiting
        guard waiting > 0 else { return EngineStatus(sessions: sessions, detail: "speaks") }
        return EngineStatus(state: .lagging, sessions: sessions, detail: "\(waiting) texts wait for their turn")
    }

    /// Begins to speak; a voice is one of Aura's models, such as `aura-2-thalia-en`.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        eventLoop.preconditionInEventLoop()
        self.open.add(1, ordering: .relaxed)
        self.metrics.texts.increment()
        let session = DeepgramSpeech(by: self, on: eventLoop, deliver: deliver)
        session.begin(self.pieces(of: request))
        return session
    }

    func ended() {
        self.open.subtract(1, ordering: .relaxed)
    }

    /// How long to wait before the next attempt; `nil` when there is none.
    func wait(afterFailure failures: Int, _ error: DeepgramError, elapsed: Duration) -> Duration? {
        guard !error.isFinal, error.code != .circuitOpen, error.code != .overloaded else { return nil }
        let verdict = error.retryAfter.map { RetryVerdict.retryAfter($0) } ?? .retry
        return self.random.withLock { random in
            self.configuration.retries.wait(
                afterFailure: failures,
                verdict: verdict,
                elapsed: elapsed,
                using: &random
            )
        }
    }

    private func pieces(of request: SynthesisRequest) -> Result<SpeechPlan, DeepgramError> {
        var parameters = self.configuration.parameters
        if let voice = request.voice { parameters.voice = voice }
        do throws(DeepgramError) {
            try parameters.validate()
            guard request.text.utf8.count <= self.configuration.longestText * 4,
                request.text.unicodeScalars.count <= self.configuration.longestText
            else {
                throw DeepgramError(
                    .invalidParameters,
                    "The text is longer than the \(self.configuration.longestText) characters allowed; shorten it."
                )
            }
            let pieces = try SpeakText.pieces(of: request.text)
            let trace = request.trace.map(TraceContext.init)
            return .success(SpeechPlan(pieces: pieces, parameters: parameters, trace: trace))
        } catch {
            return .failure(error)
        }
    }
}
