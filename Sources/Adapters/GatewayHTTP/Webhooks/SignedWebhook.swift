// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

/// A voice webhook that Twilio has signed.
struct SignedWebhook {
    /// What was signed.
    let signed: SignedForm
    /// What it says.
    let parameters: VoiceWebhookParameters

    /// The call.
    var call: CallID { CallID(self.parameters.callSID.description) }
    /// Parameters of the URL's query; ours, and signed too.
    var query: FormParameters { self.signed.query }
    /// Names the logical request over all its attempts.
    var idempotencyToken: String? { self.signed.idempotencyToken }
    /// Under which address it was signed: the base of what is answered.
    var publicURL: PublicURL { self.signed.publicURL }

    /// A number from the query, from 0.
    func count(_ name: String) -> Int {
        self.query[name].flatMap { Int($0) }.map { max(0, min($0, 1_000)) } ?? 0
    }
}
