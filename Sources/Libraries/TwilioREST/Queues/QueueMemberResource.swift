// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A call that waits in a queue: <https://www.twilio.com/docs/voice/api/member-resource>.
public struct QueueMemberResource: Sendable, Hashable {
    /// The call.
    public var call: CallSID
    /// The queue.
    public var queue: QueueSID?
    /// Its place; the next call is at 1.
    public var position: Int?
    /// How long it has waited.
    public var wait: Duration?
    /// When it came.
    public var enqueued: Date?
}

extension QueueMemberResource: RESTResource {
    static let listName = "queue_members"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.call = try fields.required("call_sid")
        self.queue = fields.sid("queue_sid")
        self.position = fields.integer("position")
        self.wait = fields.seconds("wait_time")
        self.enqueued = fields.date("date_enqueued")
    }
}
