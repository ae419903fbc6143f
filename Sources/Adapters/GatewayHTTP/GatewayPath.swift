// SPDX-License-Identifier: Apache-2.0

/// Where things are: part of the public surface, so nowhere else are they spelled.
enum GatewayPath {
    static let incoming = "/api/calls/incoming"
    static let next = "/api/calls/next"
    static let status = "/api/calls/status"
    static let streamStatus = "/api/calls/stream-status"
    static let gather = "/api/calls/gather"
    static let transfer = "/api/calls/transfer"
    static let whisper = "/api/calls/whisper"
    static let queue = "/api/calls/queue"
    static let recording = "/api/calls/recording"
    static let machine = "/api/calls/amd"
    static let fallback = "/api/calls/fallback"
    static let stream = "/api/calls/stream/"
    static let relay = "/api/calls/relay/"
    static let calls = "/api/calls"
    static let export = "/api/calls/export"
    static let callers = "/api/callers"
    static let search = "/api/search"
    static let events = "/api/events"
    static let health = "/api/health"
    static let healthDetailed = "/api/health/detailed"
    static let logLevels = "/api/log-levels"
    static let ready = "/api/ready"
    static let metrics = "/api/metrics"
    /// What people type who know Kubernetes.
    static let healthAliases = ["/healthz", "/livez"]
    static let readyAlias = "/readyz"

    /// The webhooks' names in metrics.
    static let webhookNames = [
        incoming: "incoming", next: "next", status: "status", streamStatus: "stream-status", gather: "gather",
        transfer: "transfer", whisper: "whisper", queue: "queue", recording: "recording", machine: "amd",
        fallback: "fallback",
    ]

    /// Every path that is routed, as the router names it: what labels requests in metrics.
    static let templates =
        webhookNames.keys.sorted() + [
            stream + "{token}", relay + "{token}", calls, calls + "/{sid}", calls + "/{sid}/transcript",
            calls + "/{sid}/hangup", calls + "/{sid}/transfer", calls + "/{sid}/say", calls + "/{sid}/hold",
            calls + "/{sid}/resume", export, callers + "/{number}", search, health, healthDetailed, ready, metrics,
            logLevels,
            events,
        ] + healthAliases + [readyAlias]
}
