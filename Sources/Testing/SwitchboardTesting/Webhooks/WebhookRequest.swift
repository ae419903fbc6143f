// SPDX-License-Identifier: Apache-2.0

import Twilio

/// One request of Twilio's to the server, before it is signed.
struct WebhookRequest: Sendable {
    var url: WebURL
    var method: WebhookMethod
    var parameters: FormParameters
    var idempotencyToken: String?
    /// Media files are fetched without parameters.
    var isMedia = false
}
