// SPDX-License-Identifier: Apache-2.0

import CallCore
import Twilio

/// A webhook that Twilio has signed.
struct SignedWebhook: Sendable {
    /// What it says.
    let parameters: VoiceWebhookParameters
    /// The items of the request target's query; signed as well, and ours.
    let query: FormParameters
    /// The same for every attempt at one request.
    let idempotencyToken: String?
    /// Under which address it came: the base of what is answered.
    let publicURL: PublicURL

    /// The call.
    var call: CallID { CallID(self.parameters.callSID.description) }

    /// A number from the query, from 0.
    func count(_ name: String) -> Int {
        self.query[name].flatMap { Int($0) }.map { max(0, min($0, 1_000)) } ?? 0
    }
}
