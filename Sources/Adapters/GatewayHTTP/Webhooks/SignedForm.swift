// SPDX-License-Identifier: Apache-2.0

import Twilio

/// A form that Twilio has signed, of an account of ours.
struct SignedForm {
    /// What it says.
    let form: FormParameters
    /// Parameters of the URL's query; ours, and signed too.
    let query: FormParameters
    /// Names the logical request over all its attempts.
    let idempotencyToken: String?
    /// Under which address it was signed: the base of what is answered.
    let publicURL: PublicURL

    /// Reads it as one of Twilio's callbacks.
    func read<Callback: TwilioCallback>(as type: Callback.Type) throws(Problem) -> Callback {
        do throws(TwilioError) {
            return try Callback(self.form)
        } catch {
            throw .badRequest(error.message)
        }
    }
}
