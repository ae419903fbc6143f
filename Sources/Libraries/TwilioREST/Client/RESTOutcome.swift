// SPDX-License-Identifier: Apache-2.0

/// How a request ended that makes something happen: a call, a message, a recording.
///
/// Such a request is never repeated blindly, so there is a third end beside success and failure.
public enum RESTOutcome<Value: Sendable>: Sendable {
    /// It was done.
    case done(Value)
    /// It was certainly not done.
    case failed(TwilioRESTError)
    /// It may have been done. The error's code is ``TwilioRESTError/Code/outcomeUnknown``, its cause what went wrong.
    case unknown(TwilioRESTError)

    /// The value; fails with the error of both other ends.
    public func get() throws(TwilioRESTError) -> Value {
        switch self {
        case .done(let value): return value
        case .failed(let error), .unknown(let error): throw error
        }
    }
}

extension RESTOutcome {
    init(_ failure: RESTFailure) {
        switch failure.effect {
        case .nothing: self = .failed(failure.error)
        case .perhaps: self = .unknown(Self.unknown(after: failure.error))
        }
    }

    static func unknown(after error: TwilioRESTError) -> TwilioRESTError {
        TwilioRESTError(
            .outcomeUnknown,
            "It is not known whether Twilio carried out the request.",
            answer: error.answer,
            retryAfter: error.retryAfter,
            cause: error
        )
    }
}
