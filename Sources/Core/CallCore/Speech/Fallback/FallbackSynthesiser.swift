// SPDX-License-Identifier: Apache-2.0

public import Logging
public import NIOCore

/// Two synthesisers in one: what the first fails to say before any sound of it was there, the second says.
///
/// After the first sound a failure is passed on: the caller has heard another voice begin, and what was heard is known.
///
/// ```swift
/// let voice = FallbackSynthesiser(aura, then: flite, logger: logger)
/// ```
/// The name is the first engine's; ``SynthesisSession/engine`` tells whose voice it was. Each change counts in
/// `switchboard_engine_fallbacks_total{from,to}`.
public struct FallbackSynthesiser: SpeechSynthesiser {
    /// When the second engine takes over, and how it speaks.
    public struct Configuration: Sendable, Hashable {
        /// How long the first engine may take to its first sound.
        public var patience = Duration.seconds(4)
        /// The second engine's voice: the first one's name would tell it nothing. `nil` for its default.
        public var voice: String?

        /// The defaults.
        public init() {}
    }

    /// The engine that is asked first.
    public let primary: any SpeechSynthesiser
    /// The engine that takes over.
    public let secondary: any SpeechSynthesiser
    let configuration: Configuration
    let logger: Logger

    /// Puts `secondary` behind `primary`.
    public init(
        _ primary: any SpeechSynthesiser,
        then secondary: any SpeechSynthesiser,
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

    /// Begins to speak with the first engine.
    public func speak(
        _ request: SynthesisRequest,
        on eventLoop: any EventLoop,
        deliver: @escaping @Sendable (SynthesisEvent) -> Void
    ) -> any SynthesisSession {
        let session = FallbackSynthesis(self, request, on: eventLoop, deliver: deliver)
        session.start()
        return session
    }
}
