// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension MetricCatalog {
    /// What is said, and how fast it is answered.
    static let turns: [MetricDescription] = [
        .histogram(
            "switchboard_turn_latency_seconds",
            "Where the time of an answer goes: end of speech to the last word (recognition), to the answer's text "
                + "(response), to its first sound sent (synthesis), to its first sound heard (playback), and all of it "
                + "(total).",
            bounds: Buckets.turns,
            labels: [MetricLabel("stage", ["recognition", "response", "synthesis", "playback", "total"])]
        ),
        .histogram(
            "switchboard_transcript_confidence",
            "How sure the recogniser was of what it heard, 0 to 1.",
            bounds: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
        ),
        .counter(
            "switchboard_words_total",
            "Words in transcripts.",
            labels: [MetricLabel("speaker", ["caller", "agent"])]
        ),
        .counter("switchboard_interruptions_total", "Answers that the caller interrupted."),
    ]
}
