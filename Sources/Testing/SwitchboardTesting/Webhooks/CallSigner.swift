// SPDX-License-Identifier: Apache-2.0

import Twilio

/// Signs the requests of one call, or fails to on purpose.
struct CallSigner: Sendable {
    let token: AuthToken
    let signing: SimulatedCall.Signing

    /// The value of `X-Twilio-Signature`; `nil` for none.
    func signature(url: String, parameters: FormParameters = [:]) -> String? {
        switch self.signing {
        case .correct:
            RequestSignature.of(url: url, parameters: parameters, token: self.token).headerValue
        case .missing:
            nil
        case .wrongToken:
            RequestSignature.of(url: url, parameters: parameters, token: AuthToken("not the token")).headerValue
        case .garbage:
            "no signature at all!"
        }
    }
}
