// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging

#if OfflineSpeech
import OfflineSpeech
#endif

/// The ears and the voice of a server.
struct SpeechEngines: Sendable {
    let recogniser: any SpeechRecogniser
    let synthesiser: any SpeechSynthesiser

    /// Builds what the configuration asks for. Throws ``SpeechError`` when it cannot be had.
    static func make(_ configuration: ServerConfiguration, logger: Logger) throws -> SpeechEngines {
        switch configuration.speech {
        case .none:
            SpeechEngines(recogniser: SilentRecogniser(), synthesiser: SilentSynthesiser())
        case .offline:
            try self.offline(configuration, logger: logger)
        }
    }

    /// A voice for a simulated caller. Throws ``CallCore/SpeechError`` when this build has none.
    static func voice() throws -> any SpeechSynthesiser {
        #if OfflineSpeech
        try OfflineSynthesiser()
        #else
        throw SpeechError(.unavailable, "This build has no embedded engines: build with the trait OfflineSpeech.")
        #endif
    }

    #if OfflineSpeech
    private static func offline(_ configuration: ServerConfiguration, logger: Logger) throws -> SpeechEngines {
        var settings = OfflineRecogniser.Configuration()
        if configuration.speechWorkers > 0 { settings.workers = configuration.speechWorkers }
        return SpeechEngines(
            recogniser: try OfflineRecogniser(configuration: settings, logger: logger),
            synthesiser: try OfflineSynthesiser()
        )
    }
    #else
    private static func offline(_ configuration: ServerConfiguration, logger: Logger) throws -> SpeechEngines {
        throw SpeechError(.unavailable, "This build has no embedded engines: build with the trait OfflineSpeech.")
    }
    #endif
}
