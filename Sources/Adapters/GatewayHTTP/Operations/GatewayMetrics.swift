// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// The metrics of the gateway, by their names in the public surface. Labels are few and closed; ids never label.
enum GatewayMetrics {
    static let malformedMessages = Counter(label: "switchboard_stream_messages_malformed_total")

    static let relayErrors = Counter(label: "switchboard_relay_errors_total")

    static let liveReaders = Gauge(label: "switchboard_live_event_subscribers")

    static let liveMissed = Counter(label: "switchboard_live_events_missed_total")

    static let liveRefused = Counter(label: "switchboard_live_event_subscribers_refused_total")

    static let callsErased = Counter(label: "switchboard_calls_erased_total", dimensions: [("cause", "operator")])

    /// `complete`, `client_gone`, or `broken_off` by the store.
    static func exportEnded(_ result: String) -> Counter {
        Counter(label: "switchboard_exports_total", dimensions: [("result", result)])
    }

    static func webhook(route: String, status: Int) -> Counter {
        Counter(
            label: "switchboard_webhook_requests_total",
            dimensions: [("route", route), ("status", String(status))]
        )
    }

    static func request(route: String, status: Int) -> Counter {
        Counter(
            label: "switchboard_http_requests_total",
            dimensions: [("route", route), ("status", String(status))]
        )
    }

    static func streamRefused(reason: String) -> Counter {
        Counter(label: "switchboard_stream_refused_total", dimensions: [("reason", reason)])
    }

    static func streamEnded(reason: String) -> Counter {
        Counter(label: "switchboard_stream_protocol_ended_total", dimensions: [("reason", reason)])
    }

    static func rateLimited(scope: String) -> Counter {
        Counter(label: "switchboard_rate_limited_total", dimensions: [("scope", scope)])
    }

    /// Refusals that left no line of their own in the log, because the same was told a moment ago.
    static let refusalLinesSuppressed = Counter(label: "switchboard_refusal_lines_suppressed_total")

    static func edgeRefused(reason: String) -> Counter {
        Counter(label: "switchboard_http_refused_total", dimensions: [("reason", reason)])
    }
}
