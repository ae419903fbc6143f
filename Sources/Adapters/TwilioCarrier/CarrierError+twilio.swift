// SPDX-License-Identifier: Apache-2.0

import CallCore
import TwilioREST

extension CarrierError {
    /// What was being done when Twilio's error came.
    enum Deed: Sendable {
        /// Making a call.
        case dialling
        /// Changing a call that is there.
        case changing
        /// Only asking.
        case asking
    }

    /// Understands an error of Twilio's API: <https://www.twilio.com/docs/api/errors>.
    init(_ error: TwilioRESTError, doing deed: Deed) {
        self.init(
            Self.code(error, deed),
            error.message,
            carrierCode: error.answer?.twilioCode,
            retryAfter: error.retryAfter,
            cause: error
        )
    }

    private static func code(_ error: TwilioRESTError, _ deed: Deed) -> Code {
        if let known = error.answer?.twilioCode.flatMap({ Self.code(twilio: $0) }), error.code != .outcomeUnknown {
            return known
        }
        switch error.code {
        case .unauthorised: return .unauthorised
        case .forbidden: return .notAllowed
        case .rateLimited, .overloaded: return .rateLimited
        case .notFound: return deed == .dialling ? .refused : .unknownCall
        case .outcomeUnknown: return .unknownOutcome
        case .unreachable, .breakerOpen: return .unavailable
        // A change may have been made before its answer was lost, a call that is made says so itself.
        case .serverError, .timedOut, .connectionLost, .malformedAnswer, .answerTooLarge, .redirected, .cancelled:
            return deed == .changing ? .unknownOutcome : .unavailable
        default: return .refused
        }
    }

    private static func code(twilio number: Int) -> Code? {
        switch number {
        // To is no number, cannot be called from here, has no such route.
        case 13_223, 13_224, 13_225, 13_226, 21_201, 21_211, 21_214, 21_217, 21_421:
            .invalidNumber
        // From is not ours, the country or number is not permitted, a trial account, test credentials, suspended.
        case 20_005, 20_006, 20_008, 20_010, 20_403, 21_203, 21_210, 21_212, 21_213, 21_215, 21_216, 21_219, 21_408:
            .notAllowed
        case 20_003: .unauthorised
        case 20_429: .rateLimited
        case 21_220: .callIsOver
        default: nil
        }
    }
}
