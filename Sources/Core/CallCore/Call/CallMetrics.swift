// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// The metrics of calls, by their names in the public surface. Labels are few and closed; ids never label.
enum CallMetrics {
    static let journalRefused = Counter(label: "switchboard_journal_events_refused_total")
    static let journalRejected = Counter(label: "switchboard_journal_events_rejected_total")
    static let clockAhead = Counter(label: "switchboard_journal_clock_ahead_total")
    static let eventsDropped = Counter(label: "switchboard_live_events_dropped_total")
    static let confidence = Recorder(label: "switchboard_transcript_confidence")
    static let framesIn = Counter(label: "switchboard_media_frames_total", dimensions: [("direction", "inbound")])
    static let framesOut = Counter(label: "switchboard_media_frames_total", dimensions: [("direction", "outbound")])
    static let framesMissing = Counter(label: "switchboard_media_frames_missing_total")
    static let framesDropped = Counter(label: "switchboard_media_frames_dropped_total")
    static let audioLost = FloatingPointCounter(label: "switchboard_audio_lost_seconds_total")
    static let speechDropped = Counter(label: "switchboard_speech_dropped_total")

    /// Calls erased because of their age.
    static let callsErased = Counter(label: "switchboard_calls_erased_total", dimensions: [("cause", "retention")])

    /// Runs that erased old calls: `complete` or `failed`.
    static func retentionRuns(_ result: String) -> Counter {
        Counter(label: "switchboard_retention_runs_total", dimensions: [("result", result)])
    }

    static func active(_ direction: CallDirection) -> Gauge {
        Gauge(label: "switchboard_calls_active", dimensions: [("direction", direction.rawValue)])
    }

    static func ended(_ direction: CallDirection, _ termination: CallTermination) -> Counter {
        Counter(
            label: "switchboard_calls_total",
            dimensions: [
                ("direction", direction.rawValue),
                ("result", termination.result.rawValue),
                ("reason", termination.reason),
            ]
        )
    }

    /// Streams that were only listened to; a call is counted by its conversation.
    static func listeningEnded(_ termination: CallTermination) -> Counter {
        Counter(
            label: "switchboard_listening_streams_total",
            dimensions: [("result", termination.result.rawValue), ("reason", termination.reason)]
        )
    }

    static func duration(_ direction: CallDirection) -> CoreMetrics.Timer {
        Timer(label: "switchboard_call_duration_seconds", dimensions: [("direction", direction.rawValue)])
    }

    static func engineFallback(from: String, to: String) -> Counter {
        Counter(label: "switchboard_engine_fallbacks_total", dimensions: [("from", from), ("to", to)])
    }

    static func engineOutage(_ engine: String) -> CoreMetrics.Timer {
        Timer(label: "switchboard_engine_outage_seconds", dimensions: [("engine", engine)])
    }
}
