// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Deepgram

/// The metrics of an engine that speaks.
struct SpeakingMetrics: Sendable {
    let texts: Counter
    let cancelled: Counter
    let retries: Counter
    let firstAudio: CoreMetrics.Timer
    private let engine: String
    private let factory: any MetricsFactory

    init(engine: String, factory: any MetricsFactory) {
        self.engine = engine
        self.factory = factory
        let labels = [("engine", engine)]
        self.texts = Counter(label: "switchboard_engine_speech_requests_total", dimensions: labels, factory: factory)
        self.cancelled = Counter(
            label: "switchboard_engine_speech_cancelled_total",
            dimensions: labels,
            factory: factory
        )
        self.retries = Counter(label: "switchboard_engine_speech_retries_total", dimensions: labels, factory: factory)
        self.firstAudio = Timer(
            label: "switchboard_engine_speech_first_audio_seconds",
            dimensions: labels,
            factory: factory
        )
    }

    /// Texts that were not, or not wholly, spoken; by the few codes there are.
    func failed(_ code: DeepgramError.Code) {
        let labels = [("engine", self.engine), ("code", code.description)]
        Counter(label: "switchboard_engine_speech_failures_total", dimensions: labels, factory: self.factory)
            .increment()
    }
}
