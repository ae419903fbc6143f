// SPDX-License-Identifier: Apache-2.0

public import CallCore
public import Deepgram
public import Logging
public import NIOCore
public import Resilience

/// Recognises speech at Deepgram, live, and loses no word while Deepgram is away for no longer than the call's audio is kept.
///
/// ```swift
/// let client = try ListenClient(endpoint: endpoint, credential: credential)
/// let recogniser = DeepgramRecogniser(dialler: GuardedDialler(over: client), logger: logger)
/// try await recogniser.prepare(dialogue.responder.hints)
/// let session = recogniser.open(request, on: eventLoop) { event in … }
/// ```
/// Each call keeps the audio that is not final. When its connection breaks it gets another, which hears that audio again; words
/// that had been final are not repeated, and times go on counting from the call's first sample. When Deepgram stays away for
/// longer than ``RecognitionPolicy/outageBudget``, or says that the credential is not good, the session fails and hands the
/// unheard audio over, so that another engine goes on.
public final class DeepgramRecogniser: SpeechRecogniser {
    /// `deepgram`.
    public let name = "deepgram"

    /// What the recogniser was created with.
    public let configuration: Configuration
    private let dialler: any ListenDialler
    private let circuit: CircuitBreaker?
    private let warm: @Sendable (ListenParameters) -> Void
    private let random: @Sendable () -> any RandomNumberGenerator & Sendable
    private let logger: Logger
    private let tracer: CallTracer?
    private let desk = RecognitionDesk()

    /// A recogniser that gets its connections from `dialler`. `circuit` is asked for ``status`` only: the dialler asks it before
    /// it dials. `warm` is told by ``prepare(_:)`` what connections calls are going to ask for. `random` spreads the waits of
    /// calls that lost their connections together. `tracer` makes a span for each connection; the process's own does, if it
    /// has one.
    public init(
        dialler: any ListenDialler,
        configuration: Configuration = Configuration(),
        circuit: CircuitBreaker? = nil,
        warm: @escaping @Sendable (ListenParameters) -> Void = { _ in },
        random: @escaping @Sendable () -> any RandomNumberGenerator & Sendable = { SystemRandomNumberGenerator() },
        tracer: CallTracer? = CallTracer(),
        logger: Logger
    ) {
        self.configuration = configuration
        self.dialler = dialler
        self.circuit = circuit
        self.warm = warm
        self.random = random
        self.tracer = tracer
        self.logger = logger
    }

    /// Sessions, connections, waiting audio, delay and the circuit breaker, from memory.
    public var status: EngineStatus {
        self.desk.status(lagLimit: self.configuration.lagLimit, circuit: self.circuit?.snapshot)
    }

    /// Checks that Deepgram can be asked for these hints, and has connections made ready. Throws ``CallCore/SpeechError`` with
    /// all that is wrong and the mend.
    public func prepare(_ hints: SpeechHints) async throws {
        let request = RecognitionRequest(
            call: CallID(""),
            hints: hints,
            language: self.configuration.language ?? "en-US",
            endOfTurnSilence: self.configuration.endOfTurnSilence
        )
        let parameters = self.configuration.parameters(for: request)
        let problems = self.configuration.problems() + parameters.problems()
        guard problems.isEmpty else {
            throw SpeechError(.invalidRequest, problems.joined(separator: " "))
        }
        self.warm(parameters)
    }

    /// Opens a session, which asks for its connection at once.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        eventLoop.preconditionInEventLoop()
        var logger = self.logger
        logger[metadataKey: "call.sid"] = "\(request.call)"
        let session = DeepgramRecognition(
            RecognitionOrder(
                parameters: self.configuration.parameters(for: request),
                policy: self.configuration.policy,
                rules: self.configuration.utterances,
                logger: logger,
                random: self.random()
            ),
            desk: self.desk,
            dialler: self.dialler,
            eventLoop: eventLoop,
            trace: self.tracer.map { ConnectionTrace($0, call: request.call) },
            deliver: deliver
        )
        session.begin()
        return session
    }
}
