// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Resilience

/// One attempt's account with the circuit breaker that all who speak with a credential share.
struct SpeakingBreaker: Sendable {
    private let breaker: CircuitBreaker
    private let refusalPause: Duration

    init(_ breaker: CircuitBreaker, refusalPause: Duration) {
        self.breaker = breaker
        self.refusalPause = refusalPause
    }

    var snapshot: CircuitSnapshot { self.breaker.snapshot }

    func admit() throws(DeepgramError) -> CircuitPermit {
        do {
            return try self.breaker.admit()
        } catch {
            throw DeepgramError(
                .circuitOpen,
                "Deepgram failed too often and is not asked to speak for now.",
                cause: self.breaker.snapshot.reason,
                retryAfter: error.retryAfter
            )
        }
    }

    /// The attempt was given up by us.
    func withdraw(_ permit: CircuitPermit) {
        self.breaker.withdraw(permit)
    }

    func succeeded(_ permit: CircuitPermit) {
        self.breaker.succeeded(permit)
    }

    func failed(_ permit: CircuitPermit, _ error: DeepgramError) {
        switch error.code {
        case .invalidParameters:
            // Deepgram is well and says so.
            self.breaker.succeeded(permit)
        case .overloaded, .circuitOpen:
            self.breaker.withdraw(permit)
        case .unauthorised, .paymentRequired, .forbidden:
            self.breaker.failed(permit, error)
            self.breaker.open("Deepgram refuses the credential", for: self.refusalPause, error: error)
        default:
            self.breaker.failed(permit, error)
            guard let wait = error.retryAfter, wait > .zero else { return }
            self.breaker.open("Deepgram asked to be left alone", for: min(wait, .seconds(300)), error: error)
        }
    }
}
