// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics

/// The metrics of recognition at Deepgram. Labels are few and closed.
enum DeepgramMetrics {
    static let reconnects = Counter(label: "switchboard_engine_reconnects_total", dimensions: [("engine", "deepgram")])
    static let batches = Counter(label: "switchboard_engine_batches_total", dimensions: [("engine", "deepgram")])

    /// Messages that were not understood; `reason` comes from the library and is one of few.
    static func ignored(_ reason: String) -> Counter { self.messages[reason] }

    private static let messages = MetricSeries<String, Counter>(
        "switchboard_engine_messages_ignored_total",
        atMost: 8,
        MetricsSystem.factory
    ) { [("engine", "deepgram"), ("reason", $0)] }
}
