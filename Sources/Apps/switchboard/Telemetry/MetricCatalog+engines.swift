// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension MetricCatalog {
    private static let engine = MetricLabel("engine", Self.engineNames)
    private static let engineNames = ["deepgram", "offline", "none"]

    /// Engines that listen and speak, and kept speech.
    static let engines: [MetricDescription] = Self.listening + Self.speaking + Self.keptSpeech

    private static let listening: [MetricDescription] = [
        .counter("switchboard_engine_reconnects_total", "Connections that took over in a call.", labels: [Self.engine]),
        .counter("switchboard_engine_batches_total", "Messages of audio sent to an engine.", labels: [Self.engine]),
        .counter(
            "switchboard_engine_messages_ignored_total",
            "Messages of an engine that were not understood.",
            labels: [Self.engine, MetricLabel("reason", ["malformed", "binary", "times"])]
        ),
        .counter(
            "switchboard_engine_connections_total",
            "Attempts to connect with an engine; the code of those that failed.",
            labels: [
                Self.engine, MetricLabel("outcome", ["dialled", "failed", "refused"]), MetricLabel("code", atMost: 16),
            ],
            limit: 32
        ),
        .counter(
            "switchboard_engine_pool_total",
            "What happened to connections that are kept ready.",
            labels: [
                Self.engine,
                MetricLabel("outcome", ["hit", "miss", "refilled", "refill_failed", "evicted", "returned"]),
            ]
        ),
        .histogram(
            "switchboard_engine_connect_seconds",
            "How long it took to connect with an engine.",
            bounds: Buckets.network,
            labels: [Self.engine]
        ),
        .histogram(
            "switchboard_engine_connect_wait_seconds",
            "How long calls waited for a place among the connections of an account.",
            bounds: Buckets.network,
            labels: [Self.engine]
        ),
        .counter(
            "switchboard_engine_fallbacks_total",
            "Calls in which another engine took over.",
            labels: [MetricLabel("from", Self.engineNames), MetricLabel("to", Self.engineNames)]
        ),
        .histogram(
            "switchboard_engine_outage_seconds",
            "How long a call's recogniser was away.",
            bounds: Buckets.outages,
            labels: [Self.engine]
        ),
    ]

    private static let speaking: [MetricDescription] = [
        .counter("switchboard_engine_speech_requests_total", "Texts to be spoken.", labels: [Self.engine]),
        .counter(
            "switchboard_engine_speech_cancelled_total",
            "Texts nobody wanted to hear out.",
            labels: [Self.engine]
        ),
        .counter("switchboard_engine_speech_retries_total", "Texts that were sent again.", labels: [Self.engine]),
        .histogram(
            "switchboard_engine_speech_first_audio_seconds",
            "From a text to its first sound.",
            bounds: Buckets.network,
            labels: [Self.engine]
        ),
        .counter(
            "switchboard_engine_speech_failures_total",
            "Texts that were not, or not wholly, spoken.",
            labels: [Self.engine, MetricLabel("code", atMost: 16)],
            limit: 24
        ),
    ]

    private static let keptSpeech: [MetricDescription] = [
        .counter(
            "switchboard_speech_cache_hits_total",
            "Sentences that were there, in memory, on disk, or just being made for another call (flight).",
            labels: [MetricLabel("level", ["memory", "disk", "flight"])]
        ),
        .counter("switchboard_speech_cache_misses_total", "Sentences that had to be made."),
        .counter("switchboard_speech_cache_corrupt_total", "Files of kept speech that were damaged."),
        .counter("switchboard_speech_cache_disk_failures_total", "Kept speech that was not written or read."),
        .counter("switchboard_speech_cache_evictions_total", "Sentences that made room.", labels: [Self.level]),
        .gauge("switchboard_speech_cache_bytes", "Speech that is kept.", labels: [Self.level]),
    ]

    private static let level = MetricLabel("level", ["memory", "disk"])
}
