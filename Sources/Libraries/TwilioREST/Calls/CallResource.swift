// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A call as the API describes it: <https://www.twilio.com/docs/voice/api/call-resource#call-properties>.
///
/// Some seconds may pass before it shows what has happened. Absent and unreadable values are `nil`.
public struct CallResource: Sendable, Hashable {
    /// The call.
    public var sid: CallSID
    /// Its account.
    public var account: AccountSID?
    /// The call that began this one, for the far leg of a `<Dial>`.
    public var parent: CallSID?
    /// Who is called, as sent.
    public var to: String?
    /// Who calls, as sent.
    public var from: String?
    /// The state.
    public var status: CallStatus?
    /// Who began it.
    public var direction: CallDirection?
    /// Who or what answered, after machine detection.
    public var answeredBy: AnsweringMachineCallback.Verdict?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
    /// When it was answered; `nil` of a call that is still queued.
    public var started: Date?
    /// When it ended.
    public var ended: Date?
    /// How long it lasted.
    public var duration: Duration?
    /// How long it was queued before it was dialled.
    public var queueTime: Duration?
    /// What it cost, as a decimal number; mostly negative, and absent for some time after the end.
    public var price: String?
    /// The currency of the price.
    public var priceUnit: String?
    /// The number of the account that was called or calls.
    public var phoneNumber: PhoneNumberSID?
    /// The number that a forwarded call was meant for.
    public var forwardedFrom: String?
    /// The name that goes with the caller's number.
    public var callerName: String?
    /// The group of the call.
    public var group: String?
    /// The trunk that carries it.
    public var trunk: String?
}

extension CallResource: RESTResource {
    static let listName = "calls"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.parent = fields.sid("parent_call_sid")
        self.to = fields.text("to")
        self.from = fields.text("from")
        self.status = fields.word("status")
        self.direction = fields.word("direction")
        self.answeredBy = fields.word("answered_by")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
        self.started = fields.date("start_time")
        self.ended = fields.date("end_time")
        self.duration = fields.seconds("duration")
        self.queueTime = fields.milliseconds("queue_time")
        self.price = fields.text("price")
        self.priceUnit = fields.text("price_unit")
        self.phoneNumber = fields.sid("phone_number_sid")
        self.forwardedFrom = fields.text("forwarded_from")
        self.callerName = fields.text("caller_name")
        self.group = fields.text("group_sid")
        self.trunk = fields.text("trunk_sid")
    }
}
