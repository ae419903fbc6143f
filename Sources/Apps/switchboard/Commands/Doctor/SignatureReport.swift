// SPDX-License-Identifier: Apache-2.0

import SafeText
import Twilio

/// What `doctor signature` says, as one JSON object.
struct SignatureReport: Encodable {
    /// `valid`, `explained`, `refused` or `unexplained`.
    let outcome: String
    /// Which part of the request differs from what was signed.
    let differs: String?
    let signed: String?
    let checked: String?
    let mend: String
    /// Which parts were tried, and with how many signatures.
    let tried: [String]
    let attempts: Int

    init(_ diagnosis: SignatureDiagnosis) {
        switch diagnosis.outcome {
        case .valid: self.outcome = "valid"
        case .explained: self.outcome = "explained"
        case .refused: self.outcome = "refused"
        case .unexplained: self.outcome = "unexplained"
        }
        self.differs = diagnosis.difference?.part.rawValue
        self.signed = (diagnosis.difference?.signed).map { SafeText.terminal($0) }
        self.checked = (diagnosis.difference?.checked).map { SafeText.terminal($0) }
        self.mend = SafeText.terminal(diagnosis.mend)
        self.tried = diagnosis.tried.map(\.rawValue)
        self.attempts = diagnosis.attempts
    }
}
