// SPDX-License-Identifier: Apache-2.0

import CallCore
import Telemetry

extension MetricCatalog {
    private static let direction = MetricLabel("direction", CallDirection.allCases.map(\.rawValue))
    private static let result = MetricLabel("result", CallTermination.Result.allCases.map(\.rawValue))
    private static let reason = MetricLabel("reason", CallTermination.all.map(\.reason))

    /// Calls and their sound.
    static let calls: [MetricDescription] = [
        .gauge("switchboard_calls_active", "Calls with a stream now.", labels: [Self.direction]),
        .gauge("switchboard_calls_limit", "Calls that may be there at once (MAX_CALLS)."),
        .counter(
            "switchboard_calls_total",
            "Conversations that are over, by who is answerable for the end and why it came.",
            labels: [Self.direction, Self.result, Self.reason],
            limit: 2 * CallTermination.all.count,
            zeros: CallDirection.allCases.flatMap { direction in
                CallTermination.all.map { [direction.rawValue, $0.result.rawValue, $0.reason] }
            }
        ),
        .histogram(
            "switchboard_call_duration_seconds",
            "How long conversations took.",
            bounds: Buckets.calls,
            labels: [Self.direction]
        ),
        .counter(
            "switchboard_listening_streams_total",
            "Streams that were only listened to and are over.",
            labels: [Self.result, Self.reason],
            limit: CallTermination.all.count
        ),
        .gauge(
            "switchboard_sessions",
            "Conversations by what they are doing now.",
            labels: [MetricLabel("state", ["waiting", "listening", "thinking", "speaking", "closing", "finished"])]
        ),
        .counter(
            "switchboard_media_frames_total",
            "Audio messages of 20 ms, from callers (inbound) and to them (outbound).",
            labels: [MetricLabel("direction", ["inbound", "outbound"])]
        ),
        .counter("switchboard_media_frames_missing_total", "Audio messages that never came, by their numbers."),
        .counter("switchboard_media_frames_dropped_total", "Audio messages that came too late to be used."),
        .counter(
            "switchboard_audio_lost_seconds_total",
            "Speech of callers that no engine has heard. The target is 0."
        ),
        .counter("switchboard_speech_dropped_total", "Sentences that were not said, because too many waited."),
        .counter(
            "switchboard_calls_erased_total",
            "Calls that were erased, by an operator or because of their age.",
            labels: [MetricLabel("cause", ["operator", "retention"])]
        ),
        .counter(
            "switchboard_retention_runs_total",
            "Runs that erased what is too old.",
            labels: [MetricLabel("result", ["complete", "failed"])]
        ),
        .counter("switchboard_janitor_looks_total", "Calls that went on by the record and had no stream here."),
        .counter(
            "switchboard_janitor_ended_total",
            "Forgotten calls that were ended in the record.",
            labels: [MetricLabel("reason", atMost: 32)]
        ),
        .counter(
            "switchboard_janitor_carrier_failures_total",
            "Questions about forgotten calls that the carrier did not answer.",
            labels: [MetricLabel("code", atMost: 16)]
        ),
    ]
}
