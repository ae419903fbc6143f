// SPDX-License-Identifier: Apache-2.0

internal import Resilience

/// Why a request to a collector failed, and whether it is tried again.
///
/// See <https://opentelemetry.io/docs/specs/otlp/#failures-1>: 429, 502, 503 and 504 are, and so is what failed on the
/// way; no other answer is.
enum OTLPFailure: Error {
    /// It answered with this status, and perhaps said when to come back.
    case refused(status: Int, retryAfter: Duration?)
    /// There was no whole answer.
    case unanswered(any Error)

    var verdict: RetryVerdict {
        switch self {
        case .unanswered: .retry
        case .refused(429, let retryAfter), .refused(502, let retryAfter), .refused(503, let retryAfter),
            .refused(504, let retryAfter):
            retryAfter.map { .retryAfter($0) } ?? .retry
        case .refused: .giveUp
        }
    }

    /// For the log.
    var reason: String {
        switch self {
        case .refused(let status, _): "status \(status)"
        case .unanswered(let error as ResilienceError): "\(error.code)"
        case .unanswered(let error): String(describing: type(of: error))
        }
    }

    /// What to do about it.
    var advice: String {
        switch self {
        case .refused(401, _), .refused(403, _): "check OTEL_EXPORTER_OTLP_HEADERS"
        case .refused(404, _), .refused(405, _):
            "check OTEL_EXPORTER_OTLP_ENDPOINT: it gets /v1/traces added, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT does not"
        case .refused(415, _): "the collector must take OTLP over HTTP in protobuf"
        case .refused: "look into the collector's log"
        case .unanswered: "check OTEL_EXPORTER_OTLP_ENDPOINT, and that the collector runs"
        }
    }
}
