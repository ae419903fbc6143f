// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Resilience

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A failed attempt, with what can be said about it.
struct RESTFailure: Error, Sendable {
    /// What the request may have done.
    enum Effect: Sendable, Hashable {
        /// Certainly nothing.
        case nothing
        /// It may have been carried out.
        case perhaps
    }

    var error: TwilioRESTError
    var effect: Effect
    /// Which attempt it was; the first is 1.
    var attempt = 1

    /// Whether the same request may succeed later.
    var isTransient: Bool {
        let transient: [TwilioRESTError.Code] = [
            .rateLimited, .serverError, .timedOut, .unreachable, .connectionLost, .malformedAnswer,
        ]
        return transient.contains(self.error.code)
    }

    /// Whether it speaks against Twilio rather than against the request.
    var countsAgainstTwilio: Bool {
        self.isTransient && self.error.code != .rateLimited
    }

    /// Whether nothing will work until somebody mends the account.
    ///
    /// Twilio's numbers below 21000 are about the account and its credentials; a 403 of 21000 and more is about one
    /// request, such as a country that is not permitted.
    var concernsCredentials: Bool {
        switch self.error.code {
        case .unauthorised: true
        case .forbidden: self.error.answer?.twilioCode.map { $0 < 21_000 } ?? true
        default: false
        }
    }

    /// Whether, and when, the request may be sent again.
    func verdict(_ repetition: RESTRequest.Repetition) -> RetryVerdict {
        guard self.isTransient, repetition == .safe || self.effect == .nothing else { return .giveUp }
        return self.error.retryAfter.map { .retryAfter($0) } ?? .retry
    }
}

extension RESTFailure {
    /// Understands what ended an attempt. `wasWithheld` says that the body of the request was certainly not sent.
    init(_ error: any Error, wasWithheld: Bool) {
        self.error = Self.understood(error, wasWithheld)
        self.effect = wasWithheld ? .nothing : Self.effect(of: self.error)
    }

    private static func understood(_ error: any Error, _ wasWithheld: Bool) -> TwilioRESTError {
        switch error {
        case let error as TwilioRESTError: error
        case is CancellationError: TwilioRESTError(.cancelled, "The request was cancelled.")
        case let error as ResilienceError where error.code == .deadlineExceeded:
            TwilioRESTError(.timedOut, "Twilio's API took too long.", cause: error)
        default:
            wasWithheld || Self.isAboutConnecting(error)
                ? TwilioRESTError(.unreachable, "Twilio's API cannot be reached.", cause: error)
                : TwilioRESTError(.connectionLost, "The connection to Twilio's API broke.", cause: error)
        }
    }

    private static func isAboutConnecting(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as IOError: [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL].contains(error.errnoCode)
        case let error as HTTPClientError:
            [.connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .alreadyShutdown].contains(error)
        default: false
        }
    }

    /// What a request may have done whose body was sent.
    private static func effect(of error: TwilioRESTError) -> Effect {
        switch error.code {
        case .unauthorised, .forbidden, .notFound, .refused, .rateLimited, .unreachable, .breakerOpen, .overloaded,
            .invalidRequest:
            .nothing
        default:
            .perhaps
        }
    }
}
