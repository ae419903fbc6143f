// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics
import Deepgram

/// The metrics of an engine that speaks.
struct SpeakingMetrics: Sendable {
    let texts: Counter
    let cancelled: Counter
    let retries: Counter
    let firstAudio: CoreMetrics.Timer
    private let failures: MetricSeries<String, Counter>

    init(engine: String, factory: any MetricsFactory) {
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
        self.failures = MetricSeries("switchboard_engine_speech_failures_total", atMost: 16, factory) {
            [("engine", engine), ("code", $0)]
        }
    }

    /// Texts that were not, or not wholly, spoken; by the few codes there are.
    func failed(_ code: DeepgramError.Code) {
        self.failures[code.description].increment()
    }
}
