// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram

extension SpeechError {
    /// What a failure at Deepgram means to a call. The message has the mend; what Deepgram said is the cause.
    init(_ error: DeepgramError) {
        let cause = [error.cause, error.requestID.map { "request \($0)" }].compactMap { $0 }.joined(separator: ", ")
        self.init(Self.code(error.code), error.message, cause: cause.isEmpty ? nil : cause)
    }

    private static func code(_ code: DeepgramError.Code) -> Code {
        switch code {
        case .invalidParameters: .invalidRequest
        case .unauthorised, .paymentRequired, .forbidden: .unauthorised
        case .tooManyConnections, .overloaded: .overloaded
        case .protocolViolation: .engineFailure
        default: .unavailable
        }
    }
}
