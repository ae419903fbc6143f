// SPDX-License-Identifier: Apache-2.0

import CallStorage
import SupabaseStore
import Telemetry

extension MetricCatalog {
    private static let reason = MetricLabel("reason", DeliveryMetrics.Reason.allCases.map(\.rawValue))
    private static let function = MetricLabel("function", atMost: 12)
    private static let outcome = MetricLabel(
        "outcome",
        SupabaseOutcome.allCases.map(\.rawValue) + ["invalid_url", "invalid_key"]
    )

    /// The journal, the store that servers share, and Supabase.
    static let storage: [MetricDescription] = Self.journal + Self.delivery + Self.supabase

    private static let journal: [MetricDescription] = [
        .counter("switchboard_journal_events_refused_total", "Events the journal had no room for. The target is 0."),
        .counter("switchboard_journal_events_rejected_total", "Events that no store takes. The target is 0."),
        .counter("switchboard_journal_clock_ahead_total", "Events whose time lay ahead of this server's clock."),
        .gauge("switchboard_journal_bytes", "Size of the journal's file."),
        .counter("switchboard_journal_trimmed_calls_total", "Delivered calls that were removed from the journal."),
        .counter("switchboard_journal_adopted_calls_total", "Calls of a server that died, taken over by this one."),
    ]

    private static let delivery: [MetricDescription] = [
        .gauge("switchboard_store_backlog_events", "Events that are not yet in the shared store."),
        .gauge("switchboard_store_backlog_oldest_seconds", "Age of the oldest event not yet in the shared store."),
        .gauge("switchboard_store_aside_events", "Events that the shared store never took, kept in the journal."),
        .counter("switchboard_store_delivered_events_total", "Events brought into the shared store."),
        .counter("switchboard_store_set_aside_events_total", "Events that the shared store will not take."),
        .counter(
            "switchboard_store_delivery_failures_total",
            "Batches that did not get into the shared store.",
            labels: [Self.reason]
        ),
        .counter(
            "switchboard_store_reads_from_journal_total",
            "Questions to the shared store that the journal answered.",
            labels: [Self.reason]
        ),
        .histogram(
            "switchboard_store_batch_events",
            "Events in a batch to the shared store.",
            bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
        ),
        .histogram(
            "switchboard_store_batch_seconds",
            "How long a batch to the shared store took.",
            bounds: Buckets.network
        ),
    ]

    private static let supabase: [MetricDescription] = [
        .counter(
            "switchboard_supabase_requests_total",
            "Requests to Supabase by class of status; none where no answer came.",
            labels: [Self.function, MetricLabel("status", ["1xx", "2xx", "3xx", "4xx", "5xx", "none"])],
            limit: 48
        ),
        .counter("switchboard_supabase_failures_total", "Requests to Supabase that failed.", labels: [Self.outcome]),
        .counter("switchboard_supabase_retries_total", "Requests to Supabase sent again.", labels: [Self.outcome]),
        .histogram(
            "switchboard_supabase_request_duration_seconds",
            "How long requests to Supabase took.",
            bounds: Buckets.network,
            labels: [Self.function]
        ),
        .histogram(
            "switchboard_supabase_wait_seconds",
            "How long requests to Supabase waited for a place.",
            bounds: Buckets.network
        ),
        .gauge("switchboard_supabase_requests_in_flight", "Requests to Supabase that are under way."),
    ]
}
