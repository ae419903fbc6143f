// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

/// A call as the REST API shows it.
struct CallRow: Sendable {
    var sid: String
    var accountSid: String
    var parentSid: String?
    var from: String
    var to: String
    var direction: String
    var status: CallStatus
    var created = Date.now
    var updated = Date.now
    var started: Date?
    var ended: Date?
    /// Whole seconds.
    var duration: Int?
    var answeredBy: String?
    var forwardedFrom: String?
    var callerName: String?
    var queueTime = Duration.zero

    init(_ call: SimulatedCall, status: CallStatus) {
        self.sid = call.sid
        self.accountSid = call.account.sid
        self.parentSid = call.parentSid
        self.from = call.from
        self.to = call.to
        self.direction = call.direction.rawValue
        self.status = status
        self.forwardedFrom = call.parameters["ForwardedFrom"]
        self.callerName = call.parameters["CallerName"]
    }
}
