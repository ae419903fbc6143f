// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A queue as the API describes it: <https://www.twilio.com/docs/voice/api/queue-resource>.
public struct QueueResource: Sendable, Hashable {
    /// The queue.
    public var sid: QueueSID
    /// Its account.
    public var account: AccountSID?
    /// The name that `<Enqueue>` uses.
    public var friendlyName: String?
    /// How many calls wait.
    public var size: Int?
    /// How many may.
    public var maximumSize: Int?
    /// How long the calls that wait have waited on average.
    public var averageWait: Duration?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
}

extension QueueResource: RESTResource {
    static let listName = "queues"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.friendlyName = fields.text("friendly_name")
        self.size = fields.integer("current_size")
        self.maximumSize = fields.integer("max_size")
        self.averageWait = fields.seconds("average_wait_time")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
    }
}
