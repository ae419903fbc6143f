// SPDX-License-Identifier: Apache-2.0

public import Logging
public import NIOCore

/// Two recognisers in one: when the first gives a call up, the second goes on in the same call and loses nothing.
///
/// What the first had taken and not turned into words (``RecognitionSession/takeUnheard()``) is given to the second, with
/// its place in the call and before the live audio, which waits behind it. A first engine that is known to be down is not
/// even asked.
///
/// ```swift
/// let ears = FallbackRecogniser(deepgram, then: offline, logger: logger)
/// ```
/// The name is the first engine's; ``RecognitionSession/engine`` tells who is at work in a call, and so does the source
/// of every line. Each change counts in `switchboard_engine_fallbacks_total{from,to}`.
public struct FallbackRecogniser: SpeechRecogniser {
    /// How the second engine is given what the first left.
    public struct Configuration: Sendable, Hashable {
        /// Audio handed over in one turn of the event loop.
        public var slice = Duration.milliseconds(500)
        /// Time between two such turns: a tenth of the slice is ten times as fast as people speak.
        public var interval = Duration.milliseconds(50)
        /// While the second engine has so much audio before it, it gets no more.
        public var longestLead = Duration.seconds(10)
        /// Audio that may wait for the second engine; beyond it the oldest is lost and counted in
        /// `switchboard_audio_lost_seconds_total`.
        public var longestWait = Duration.seconds(120)

        /// The defaults.
        public init() {}
    }

    /// The engine that is asked first.
    public let primary: any SpeechRecogniser
    /// The engine that takes over.
    public let secondary: any SpeechRecogniser
    let configuration: Configuration
    let logger: Logger

    /// Puts `secondary` behind `primary`.
    public init(
        _ primary: any SpeechRecogniser,
        then secondary: any SpeechRecogniser,
        configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.primary = primary
        self.secondary = secondary
        self.configuration = configuration
        self.logger = logger
    }

    /// The first engine's name.
    public var name: String { self.primary.name }

    /// Well while the first engine is; lagging while only the second works.
    public var status: EngineStatus {
        EngineStatus(self.primary.status, orElse: self.secondary.status, of: self.secondary.name)
    }

    /// Prepares both. One of them may fail, as long as the other can work; hints that make no sense to one of them are
    /// the caller's mistake and are thrown.
    public func prepare(_ hints: SpeechHints) async throws {
        let first = await Self.failure(of: self.primary, hints)
        let second = await Self.failure(of: self.secondary, hints)
        for error in [first, second] {
            if let error, error.code == .invalidRequest { throw error }
        }
        if let first, let second {
            throw SpeechError(second.code, second.message, cause: "\(self.primary.name): \(first)")
        }
        for (engine, error) in [(self.primary.name, first), (self.secondary.name, second)] {
            guard let error else { continue }
            self.logger.warning("engine not prepared", metadata: ["engine": "\(engine)", "error": "\(error)"])
        }
    }

    private static func failure(of engine: any SpeechRecogniser, _ hints: SpeechHints) async -> SpeechError? {
        do {
            try await engine.prepare(hints)
            return nil
        } catch let error as SpeechError {
            return error
        } catch {
            return SpeechError(.unavailable, "The engine could not be prepared.", cause: "\(error)")
        }
    }

    /// Opens the first engine, or the second where only that one works.
    public func open(
        _ request: RecognitionRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (RecognitionEvent) -> Void
    ) -> any RecognitionSession {
        let session = FallbackRecognition(self, request, on: eventLoop, deliver: deliver)
        session.start()
        return session
    }
}
