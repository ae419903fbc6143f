// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import ServiceLifecycle

#if OfflineSpeech
import OfflineSpeech
#endif

/// The ears and the voice of a server, and what has to run for them.
struct SpeechEngines: Sendable {
    let recogniser: any SpeechRecogniser
    let synthesiser: any SpeechSynthesiser
    /// What runs as long as the server does, and gives everything back at its end.
    var services: [any Service] = []
    /// What is known of Deepgram, from memory; `nil` if it is not used.
    var deepgram: (@Sendable () -> HealthFinding)?

    /// Builds what the configuration asks for. Throws ``SpeechError`` or ``ConfigurationProblems`` when it cannot be had.
    static func make(_ configuration: ServerConfiguration, logger: Logger) throws -> SpeechEngines {
        switch configuration.speech {
        case .none:
            SpeechEngines(recogniser: SilentRecogniser(), synthesiser: SilentSynthesiser())
        case .offline:
            try self.offline(configuration, logger: logger)
        case .deepgram:
            try DeepgramEngines(
                configuration,
                texts: try Dialogues.fixedTexts(configuration),
                logger: logger
            ).engines()
        }
    }

    /// A voice for a simulated caller. Throws ``CallCore/SpeechError`` when this build has none.
    static func voice() throws -> any SpeechSynthesiser {
        #if OfflineSpeech
        try OfflineSynthesiser()
        #else
        throw self.notBuilt
        #endif
    }

    /// The embedded engines. Throws ``CallCore/SpeechError`` when this build has none.
    static func offline(_ configuration: ServerConfiguration, logger: Logger) throws -> SpeechEngines {
        #if OfflineSpeech
        var settings = OfflineRecogniser.Configuration()
        if configuration.speechWorkers > 0 { settings.workers = configuration.speechWorkers }
        return SpeechEngines(
            recogniser: try OfflineRecogniser(configuration: settings, logger: logger),
            synthesiser: try OfflineSynthesiser()
        )
        #else
        throw self.notBuilt
        #endif
    }

    private static var notBuilt: SpeechError {
        SpeechError(.unavailable, "This build has no embedded engines: build with the trait OfflineSpeech.")
    }
}
