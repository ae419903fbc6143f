// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Telemetry

extension MetricCatalog {
    /// Our own statuses are few; 24 leaves room for what is answered before any route is found.
    private static let status = MetricLabel("status", atMost: 24)

    /// Requests, streams, and questions to the carrier.
    static let http: [MetricDescription] = [
        .counter(
            "switchboard_http_requests_total",
            "Requests, by the route's template and the status of the answer.",
            labels: [MetricLabel("route", GatewayLabels.routes), Self.status],
            limit: 240
        ),
        .counter(
            "switchboard_webhook_requests_total",
            "Twilio's requests, by what they are about and the status of the answer.",
            labels: [MetricLabel("route", GatewayLabels.webhooks), Self.status],
            limit: 88,
            zeros: GatewayLabels.webhooks.flatMap { route in ["200", "403", "500"].map { [route, $0] } }
        ),
        .counter(
            "switchboard_rate_limited_total",
            "Requests that came too often.",
            labels: [MetricLabel("scope", GatewayLabels.rateScopes)]
        ),
        .counter(
            "switchboard_http_refused_total",
            "Connections and requests that were cut off before any route.",
            labels: [MetricLabel("reason", GatewayLabels.edgeRefusals)]
        ),
        .counter(
            "switchboard_stream_refused_total",
            "Streams that were not let in.",
            labels: [MetricLabel("reason", GatewayLabels.streamRefusals)]
        ),
        .counter(
            "switchboard_stream_protocol_ended_total",
            "Streams that were closed because they broke the protocol.",
            labels: [MetricLabel("reason", GatewayLabels.streamEnds)]
        ),
        .counter("switchboard_stream_messages_malformed_total", "Messages of streams that were not understood."),
        .counter("switchboard_relay_errors_total", "Errors that Twilio reported in conversations in words."),
        .counter(
            "switchboard_exports_total",
            "Exports of calls, by how they ended.",
            labels: [MetricLabel("result", GatewayLabels.exportResults)]
        ),
        .counter(
            "switchboard_carrier_requests_total",
            "Attempts at Twilio's API; the result is ok or the code of the error.",
            labels: [MetricLabel("operation", atMost: 12), MetricLabel("result", atMost: 24)],
            limit: 64
        ),
        .histogram(
            "switchboard_carrier_request_duration_seconds",
            "How long attempts at Twilio's API took.",
            bounds: Buckets.network,
            labels: [MetricLabel("operation", atMost: 12)]
        ),
        .gauge("switchboard_live_event_subscribers", "Who listens to live events now."),
        .counter("switchboard_live_event_subscribers_refused_total", "Who wanted to and found all places taken."),
        .counter("switchboard_live_events_missed_total", "Live events that a listener was too slow for."),
        .counter("switchboard_live_events_dropped_total", "Live events that found a listener's queue full."),
    ]
}
