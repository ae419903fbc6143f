// SPDX-License-Identifier: Apache-2.0

import CallCore
import CoreMetrics

/// The metrics of the gateway, by their names in the public surface. Labels are few and closed; ids never label. Made once,
/// so that counting is nothing but adding.
final class GatewayMetrics: Sendable {
    private struct Answer: Hashable {
        let route: String
        let status: Int
    }

    let malformedMessages: Counter
    let relayErrors: Counter
    let liveReaders: Gauge
    let liveMissed: Counter
    let liveRefused: Counter
    let callsErased: Counter
    /// Refusals that left no line of their own in the log, because the same was told a moment ago.
    let refusalLinesSuppressed: Counter
    private let exports: MetricSeries<String, Counter>
    private let webhooks: MetricSeries<Answer, Counter>
    private let requests: MetricSeries<Answer, Counter>
    private let streamRefusals: MetricSeries<String, Counter>
    private let streamEnds: MetricSeries<String, Counter>
    private let rateLimits: MetricSeries<String, Counter>
    private let edgeRefusals: MetricSeries<String, Counter>

    /// - Parameter factory: where the figures go.
    init(factory: any MetricsFactory = MetricsSystem.factory) {
        func byReason(_ label: String, _ reasons: [String]) -> MetricSeries<String, Counter> {
            MetricSeries(label, atMost: reasons.count, factory) { [("reason", $0)] }
        }
        func byAnswer(_ label: String, atMost limit: Int) -> MetricSeries<Answer, Counter> {
            MetricSeries(label, atMost: limit, factory) { [("route", $0.route), ("status", String($0.status))] }
        }
        self.malformedMessages = Counter(label: "switchboard_stream_messages_malformed_total", factory: factory)
        self.relayErrors = Counter(label: "switchboard_relay_errors_total", factory: factory)
        self.liveReaders = Gauge(label: "switchboard_live_event_subscribers", factory: factory)
        self.liveMissed = Counter(label: "switchboard_live_events_missed_total", factory: factory)
        self.liveRefused = Counter(label: "switchboard_live_event_subscribers_refused_total", factory: factory)
        self.callsErased = Counter(
            label: "switchboard_calls_erased_total",
            dimensions: [("cause", "operator")],
            factory: factory
        )
        self.refusalLinesSuppressed = Counter(label: "switchboard_refusal_lines_suppressed_total", factory: factory)
        self.exports = MetricSeries(
            "switchboard_exports_total",
            atMost: GatewayLabels.exportResults.count,
            factory
        ) { [("result", $0)] }
        self.webhooks = byAnswer("switchboard_webhook_requests_total", atMost: 176)
        self.requests = byAnswer("switchboard_http_requests_total", atMost: 480)
        self.streamRefusals = byReason("switchboard_stream_refused_total", GatewayLabels.streamRefusals)
        self.streamEnds = byReason("switchboard_stream_protocol_ended_total", GatewayLabels.streamEnds)
        self.rateLimits = MetricSeries(
            "switchboard_rate_limited_total",
            atMost: GatewayLabels.rateScopes.count,
            factory
        ) { [("scope", $0)] }
        self.edgeRefusals = byReason("switchboard_http_refused_total", GatewayLabels.edgeRefusals)
    }
}

// MARK: - Series

extension GatewayMetrics {
    /// `complete`, `client_gone`, or `broken_off` by the store.
    func exportEnded(_ result: String) -> Counter { self.exports[result] }

    func webhook(route: String, status: Int) -> Counter { self.webhooks[Answer(route: route, status: status)] }

    func request(route: String, status: Int) -> Counter { self.requests[Answer(route: route, status: status)] }

    func streamRefused(reason: String) -> Counter { self.streamRefusals[reason] }

    func streamEnded(reason: String) -> Counter { self.streamEnds[reason] }

    func rateLimited(scope: String) -> Counter { self.rateLimits[scope] }

    func edgeRefused(reason: String) -> Counter { self.edgeRefusals[reason] }
}
