// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// Something has happened in a conference.
///
/// The beginning and the end of a conference name no call, so this is no ``TwilioCallback``. See
/// <https://www.twilio.com/docs/voice/twiml/conference#statuscallback>.
public struct ConferenceStatusCallback: Sendable {
    /// All fields as they came.
    public let form: FormParameters
    /// The account the conference belongs to.
    public let accountSID: AccountSID
    /// The conference.
    public let conferenceSID: ConferenceSID
    /// What happened.
    public let event: Event

    /// Reads the fields of a signed request; demands `AccountSid`, `ConferenceSid` and `StatusCallbackEvent`.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.form = form
        self.accountSID = try form.required("AccountSid", as: AccountSID.self)
        self.conferenceSID = try form.required("ConferenceSid", as: ConferenceSID.self)
        self.event = Event(rawValue: try form.required("StatusCallbackEvent"))
    }

    /// The participant's call; none when the conference itself begins or ends.
    public var callSID: CallSID? { self.form.sid("CallSid", as: CallSID.self) }
    /// The name the conference was given.
    public var friendlyName: String? { self.form.text("FriendlyName") }
    /// The place in the series of this conference's callbacks.
    public var sequenceNumber: Int? { self.form.count("SequenceNumber") }
    /// When it happened.
    public var timestamp: Date? { self.form.date("Timestamp") }
    /// The name the participant was given.
    public var participantLabel: String? { self.form.text("ParticipantLabel") }
    /// The state of a participant's call that has left.
    public var participantStatus: CallStatus? { self.form.token("ParticipantCallStatus", as: CallStatus.self) }
    /// Why a participant left, such as `participant_hung_up`.
    public var reasonParticipantLeft: String? { self.form.text("ReasonParticipantLeft") }
    /// Whether the participant cannot be heard.
    public var isMuted: Bool? { self.form.flag("Muted") }
    /// Whether the participant is on hold.
    public var isOnHold: Bool? { self.form.flag("Hold") }
    /// Whether the participant coaches another.
    public var isCoaching: Bool? { self.form.flag("Coaching") }
    /// Whether the conference begins when the participant enters.
    public var startsConferenceOnEnter: Bool? { self.form.flag("StartConferenceOnEnter") }
    /// Whether the conference ends when the participant leaves.
    public var endsConferenceOnExit: Bool? { self.form.flag("EndConferenceOnExit") }
    /// The call whose end ended the conference.
    public var callSIDEndingConference: CallSID? { self.form.sid("CallSidEndingConference", as: CallSID.self) }
    /// Why the conference ended.
    public var reasonConferenceEnded: String? { self.form.text("ReasonConferenceEnded") }
    /// Why the conference ended, in words.
    public var reason: String? { self.form.text("Reason") }
}
