// SPDX-License-Identifier: Apache-2.0

/// The server's answer to a webhook.
struct WebhookAnswer: Sendable {
    var status: Int
    /// Lower case, without parameters; empty when there was none.
    var contentType: String
    var body: [UInt8]
    /// The URL that answered in the end, after redirects.
    var url: WebURL
    var cookies: [String: String]

    var isSuccess: Bool { (200..<300).contains(self.status) }
}
