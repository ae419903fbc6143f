// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A conference as the API describes it: <https://www.twilio.com/docs/voice/api/conference-resource>.
public struct ConferenceResource: Sendable, Hashable {
    /// The conference.
    public var sid: ConferenceSID
    /// Its account.
    public var account: AccountSID?
    /// The name that `<Conference>` uses.
    public var friendlyName: String?
    /// The state.
    public var status: ConferenceStatus?
    /// Where it is mixed.
    public var region: String?
    /// Why it ended, as Twilio says.
    public var endReason: String?
    /// The call with which it ended.
    public var endedBy: CallSID?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
}

extension ConferenceResource: RESTResource {
    static let listName = "conferences"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.friendlyName = fields.text("friendly_name")
        self.status = fields.word("status")
        self.region = fields.text("region")
        self.endReason = fields.text("reason_conference_ended")
        self.endedBy = fields.sid("call_sid_ending_conference")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
    }
}
