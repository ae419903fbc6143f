// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics

/// The metrics of kept speech.
struct CacheMetrics: Sendable {
    /// Sounds that were there: in memory, on disk, or just being made for another call.
    enum Hit: String {
        case memory
        case disk
        case flight
    }

    let misses: Counter
    let corrupt: Counter
    let diskFailures: Counter
    private let hits: [Hit: Counter]
    private let evictions: MetricSeries<String, Counter>
    private let bytes: MetricSeries<String, Gauge>

    init(factory: any MetricsFactory) {
        self.evictions = MetricSeries("switchboard_speech_cache_evictions_total", atMost: 2, factory) {
            [("level", $0)]
        }
        self.bytes = MetricSeries("switchboard_speech_cache_bytes", atMost: 2, factory) { [("level", $0)] }
        self.misses = Counter(label: "switchboard_speech_cache_misses_total", dimensions: [], factory: factory)
        self.corrupt = Counter(label: "switchboard_speech_cache_corrupt_total", dimensions: [], factory: factory)
        self.diskFailures = Counter(
            label: "switchboard_speech_cache_disk_failures_total",
            dimensions: [],
            factory: factory
        )
        let levels: [Hit] = [.memory, .disk, .flight]
        self.hits = Dictionary(
            uniqueKeysWithValues: levels.map { level in
                let labels = [("level", level.rawValue)]
                return (
                    level,
                    Counter(label: "switchboard_speech_cache_hits_total", dimensions: labels, factory: factory)
                )
            }
        )
    }

    func hit(_ level: Hit) {
        self.hits[level]?.increment()
    }

    func evicted(_ count: Int, level: String) {
        guard count > 0 else { return }
        self.evictions[level].increment(by: count)
    }

    func record(bytes: Int, level: String) {
        self.bytes[level].record(bytes)
    }
}
