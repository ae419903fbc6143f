// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A call in a conference: <https://www.twilio.com/docs/voice/api/conference-participant-resource>.
public struct ParticipantResource: Sendable, Hashable {
    /// The call.
    public var call: CallSID
    /// The conference.
    public var conference: ConferenceSID?
    /// Its account.
    public var account: AccountSID?
    /// What you call it.
    public var label: String?
    /// The state.
    public var status: ParticipantStatus?
    /// Whether the others do not hear it.
    public var isMuted: Bool?
    /// Whether it neither hears nor is heard.
    public var isOnHold: Bool?
    /// Whether only one other hears it.
    public var isCoaching: Bool?
    /// That other.
    public var coached: CallSID?
    /// Whether the conference began when it came.
    public var startsConference: Bool?
    /// Whether the conference ends when it leaves.
    public var endsConference: Bool?
    /// When it was made.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
}

extension ParticipantResource: RESTResource {
    static let listName = "participants"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.call = try fields.required("call_sid")
        self.conference = fields.sid("conference_sid")
        self.account = fields.sid("account_sid")
        self.label = fields.text("label")
        self.status = fields.word("status")
        self.isMuted = fields.flag("muted")
        self.isOnHold = fields.flag("hold")
        self.isCoaching = fields.flag("coaching")
        self.coached = fields.sid("call_sid_to_coach")
        self.startsConference = fields.flag("start_conference_on_enter")
        self.endsConference = fields.flag("end_conference_on_exit")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
    }
}
