// SPDX-License-Identifier: Apache-2.0

/// How a webhook is asked for; TwiML knows these two.
public enum WebhookMethod: String, Sendable, Hashable, Codable {
    /// Parameters in the query.
    case get = "GET"
    /// Parameters in a form.
    case post = "POST"

    /// Reads TwiML's `method` attribute; anything but GET is POST, the default everywhere.
    init(attribute: String?) {
        self = attribute?.uppercased() == "GET" ? .get : .post
    }
}
