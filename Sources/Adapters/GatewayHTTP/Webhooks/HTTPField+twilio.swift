// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Twilio

extension HTTPField.Name {
    // The names are tokens of RFC 9110, so the initialiser cannot fail.
    static let xTwilioSignature = HTTPField.Name(RequestSignature.headerName)!
    static let xTwilioSignatureSettings = HTTPField.Name(RequestSignature.settingsHeaderName)!
    static let idempotencyToken = HTTPField.Name("I-Twilio-Idempotency-Token")!
}
