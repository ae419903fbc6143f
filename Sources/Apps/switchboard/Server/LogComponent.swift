// SPDX-License-Identifier: Apache-2.0

/// The parts of the server that speak in the log: the `logger` of a line, and what `LOG_LEVEL` names.
enum LogComponent: String, Sendable, CaseIterable {
    /// The process: start, signals, shutdown, and how what it depends on is doing.
    case server = "Server"
    /// Conversations and what keeps them well: sessions, the watch over event loops, forgotten calls.
    case calls = "Calls"
    /// HTTP and WebSockets: webhooks, streams, operators' requests, refusals.
    case gateway = "Gateway"
    /// Recognisers and synthesisers.
    case speech = "Speech"
    /// The journal, stores, delivery, retention.
    case store = "Store"
    /// Twilio's API.
    case twilio = "Twilio"
    /// The log itself, metrics and traces.
    case telemetry = "Telemetry"
}
