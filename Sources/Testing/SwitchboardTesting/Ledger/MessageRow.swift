// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text message as the REST API shows it.
struct MessageRow: Sendable {
    var sid: String
    var accountSid: String
    var from: String?
    var to: String
    var body: String
    var status: String
    var messagingServiceSid: String?
    var mediaCount = 0
    var created = Date.now
    var sent: Date?
}
