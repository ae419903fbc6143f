// SPDX-License-Identifier: Apache-2.0

extension ServerConfiguration {
    /// Takes over who listens and speaks.
    mutating func applySpeech(_ values: SettingValues) {
        self.speech = Self.speechEngine(in: values)
        self.speechFallback = values[.speechFallback].flatMap(SpeechFallback.init) ?? self.speechFallback
        self.speechWorkers = values.number(.speechWorkers) ?? self.speechWorkers
        self.voice = values[.voice]
        self.speechCache = SpeechCacheSettings(values)
        self.deepgram = DeepgramAccess(values)
    }

    /// The engine asked for; in production Deepgram unless another is named, elsewhere whoever there is a key for.
    static func speechEngine(in values: SettingValues) -> SpeechEngine {
        if let named = values[.speech].flatMap(SpeechEngine.init) { return named }
        return values[.environment] == "production" || values[.deepgramKey] != nil ? .deepgram : .offline
    }
}
