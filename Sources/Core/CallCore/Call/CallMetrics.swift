// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// The metrics of calls, by their names in the public surface. Labels are few and closed; ids never label. Made once, so
/// that counting is nothing but adding.
final class CallMetrics: Sendable {
    private struct End: Hashable {
        let direction: CallDirection
        let termination: CallTermination
    }

    private struct Change: Hashable {
        let from: String
        let to: String
    }

    /// Those of the whole process, for what is no part of a ``CallSessionManager``.
    static let process = CallMetrics(factory: MetricsSystem.factory)

    let journalRefused: Counter
    let journalRejected: Counter
    let clockAhead: Counter
    let eventsDropped: Counter
    let confidence: Recorder
    let framesIn: Counter
    let framesOut: Counter
    let framesMissing: Counter
    let framesDropped: Counter
    let audioLost: FloatingPointCounter
    let speechDropped: Counter
    /// Calls erased because of their age.
    let callsErased: Counter
    private let ends: MetricSeries<End, Counter>
    private let listeningEnds: MetricSeries<CallTermination, Counter>
    private let calls: MetricSeries<CallDirection, Gauge>
    private let durations: MetricSeries<CallDirection, CoreMetrics.Timer>
    private let fallbacks: MetricSeries<Change, Counter>
    private let outages: MetricSeries<String, CoreMetrics.Timer>
    private let retentions: MetricSeries<String, Counter>

    /// - Parameter factory: where the figures go.
    init(factory: any MetricsFactory) {
        self.journalRefused = Counter(label: "switchboard_journal_events_refused_total", factory: factory)
        self.journalRejected = Counter(label: "switchboard_journal_events_rejected_total", factory: factory)
        self.clockAhead = Counter(label: "switchboard_journal_clock_ahead_total", factory: factory)
        self.eventsDropped = Counter(label: "switchboard_live_events_dropped_total", factory: factory)
        self.confidence = Recorder(label: "switchboard_transcript_confidence", factory: factory)
        self.framesIn = Counter(
            label: "switchboard_media_frames_total",
            dimensions: [("direction", "inbound")],
            factory: factory
        )
        self.framesOut = Counter(
            label: "switchboard_media_frames_total",
            dimensions: [("direction", "outbound")],
            factory: factory
        )
        self.framesMissing = Counter(label: "switchboard_media_frames_missing_total", factory: factory)
        self.framesDropped = Counter(label: "switchboard_media_frames_dropped_total", factory: factory)
        self.audioLost = FloatingPointCounter(label: "switchboard_audio_lost_seconds_total", factory: factory)
        self.speechDropped = Counter(label: "switchboard_speech_dropped_total", factory: factory)
        self.callsErased = Counter(
            label: "switchboard_calls_erased_total",
            dimensions: [("cause", "retention")],
            factory: factory
        )
        self.ends = MetricSeries("switchboard_calls_total", atMost: 2 * CallTermination.all.count, factory) {
            [("direction", $0.direction.rawValue)] + Self.labels($0.termination)
        }
        self.listeningEnds = MetricSeries(
            "switchboard_listening_streams_total",
            atMost: CallTermination.all.count,
            factory,
            dimensions: Self.labels
        )
        self.calls = MetricSeries("switchboard_calls_active", atMost: 2, factory) { [("direction", $0.rawValue)] }
        self.durations = MetricSeries("switchboard_call_duration_seconds", atMost: 2, factory) {
            [("direction", $0.rawValue)]
        }
        self.fallbacks = MetricSeries("switchboard_engine_fallbacks_total", atMost: 16, factory) {
            [("from", $0.from), ("to", $0.to)]
        }
        self.outages = MetricSeries("switchboard_engine_outage_seconds", atMost: 8, factory) { [("engine", $0)] }
        self.retentions = MetricSeries("switchboard_retention_runs_total", atMost: 2, factory) { [("result", $0)] }
    }

    @Sendable private static func labels(_ termination: CallTermination) -> [(String, String)] {
        [("result", termination.result.rawValue), ("reason", termination.reason)]
    }
}

// MARK: - Series

extension CallMetrics {
    /// Runs that erased old calls: `complete` or `failed`.
    func retentionRuns(_ result: String) -> Counter { self.retentions[result] }

    func active(_ direction: CallDirection) -> Gauge { self.calls[direction] }

    func ended(_ direction: CallDirection, _ termination: CallTermination) -> Counter {
        self.ends[End(direction: direction, termination: termination)]
    }

    /// Streams that were only listened to; a call is counted by its conversation.
    func listeningEnded(_ termination: CallTermination) -> Counter { self.listeningEnds[termination] }

    func duration(_ direction: CallDirection) -> CoreMetrics.Timer { self.durations[direction] }

    func engineFallback(from: String, to: String) -> Counter { self.fallbacks[Change(from: from, to: to)] }

    func engineOutage(_ engine: String) -> CoreMetrics.Timer { self.outages[engine] }
}
