// SPDX-License-Identifier: Apache-2.0

import CallCore
import HTTPTypes

// Making and moving calls.
extension Problem {
    /// RFC 9110 section 15.5.21: understood, but it makes no sense.
    static func invalid(_ field: String?, _ detail: String) -> Problem {
        var problem = Problem(.unprocessableContent, "invalid-request", "The request cannot be carried out.", detail)
        problem.field = field
        return problem
    }

    static func conflict(_ detail: String) -> Problem {
        Problem(.conflict, "not-possible-now", "This is not possible with the call now.", detail)
    }

    static func notAllowed(_ field: String?, _ detail: String) -> Problem {
        var problem = Problem(.forbidden, "destination-not-allowed", "This is not allowed.", detail)
        problem.field = field
        return problem
    }

    static let noCarrier = Problem(
        .serviceUnavailable,
        "no-carrier",
        "No carrier is configured.",
        "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or an API key, so that calls can be made and moved."
    )

    /// How an order failed.
    static func dialling(_ error: DiallingError) -> Problem {
        if let carrier = error.carrier { return .carrier(carrier) }
        switch error.code {
        case .invalidOrder: return .invalid(error.field, error.message)
        case .differentOrder: return .invalid(error.field, error.message)
        case .notAllowed: return .notAllowed(error.field, error.message)
        case .rateLimited:
            return Problem(.tooManyRequests, "too-many-calls", "Too many calls were ordered.", error.message)
                .retrying(after: error.retryAfter)
        default:
            return Problem(.serviceUnavailable, "no-new-calls", "No calls are made now.", error.message)
                .retrying(after: error.retryAfter)
        }
    }

    /// What the carrier did not do. The carrier's own faults are 502, those of its reach 503, an answer that was lost 504.
    static func carrier(_ error: CarrierError) -> Problem {
        let detail = error.message + (error.carrierCode.map { " (the carrier's error \($0))" } ?? "")
        func problem(_ status: HTTPResponse.Status, _ kind: String, _ title: String) -> Problem {
            Problem(status, kind, title, detail)
        }
        switch error.code {
        case .invalidNumber:
            var invalid = problem(.unprocessableContent, "invalid-number", "The carrier cannot reach this address.")
            invalid.field = "to"
            return invalid
        case .notAllowed: return problem(.forbidden, "carrier-forbids", "The carrier does not allow this.")
        case .callIsOver: return problem(.conflict, "call-is-over", "The call is over.")
        case .unknownCall: return problem(.conflict, "call-is-over", "The carrier does not know the call any more.")
        case .rateLimited:
            return problem(.serviceUnavailable, "carrier-busy", "The carrier takes no more requests now.")
                .retrying(after: error.retryAfter ?? .seconds(1))
        case .unavailable:
            return problem(.serviceUnavailable, "carrier-unavailable", "The carrier cannot be reached.")
                .retrying(after: error.retryAfter ?? .seconds(5))
        case .unknownOutcome:
            var unknown = problem(.gatewayTimeout, "outcome-unknown", "It is not known whether it was done.")
            unknown.outcome = "unknown"
            return unknown.retrying(after: error.retryAfter ?? .seconds(5))
        default: return problem(.badGateway, "carrier-refused", "The carrier refused.")
        }
    }

    private func retrying(after wait: Duration?) -> Problem {
        guard let wait else { return self }
        var problem = self
        problem.headers[.retryAfter] = String(max(1, Int64((wait / .seconds(1)).rounded(.up))))
        return problem
    }
}
