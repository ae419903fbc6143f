// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram

extension SpeechError {
    /// What Deepgram's failure to speak means for a call.
    static func speaking(_ error: DeepgramError) -> SpeechError {
        let code: Code =
            switch error.code {
            case .invalidParameters: .invalidRequest
            case .unauthorised, .paymentRequired, .forbidden: .unauthorised
            case .tooManyConnections, .overloaded: .overloaded
            case .protocolViolation: .engineFailure
            default: .unavailable
            }
        let cause = [error.cause, error.requestID.map { "request \($0)" }].compactMap(\.self).joined(separator: ", ")
        return SpeechError(code, error.message, cause: cause.isEmpty ? nil : cause)
    }
}
