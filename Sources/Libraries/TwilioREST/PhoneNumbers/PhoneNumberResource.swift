// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import Twilio

/// A number of the account as the API describes it:
/// <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>.
public struct PhoneNumberResource: Sendable, Hashable {
    /// The number's identifier.
    public var sid: PhoneNumberSID
    /// Its account.
    public var account: AccountSID?
    /// The number, E.164.
    public var number: String?
    /// What you call it.
    public var friendlyName: String?
    /// Where calls are announced.
    public var voiceURL: String?
    /// How they are.
    public var voiceMethod: CallbackMethod?
    /// Where to ask when that URL fails.
    public var voiceFallbackURL: String?
    /// How it is asked.
    public var voiceFallbackMethod: CallbackMethod?
    /// Where the end of calls is reported.
    public var statusCallbackURL: String?
    /// How it is.
    public var statusCallbackMethod: CallbackMethod?
    /// The application that answers instead of the URLs, `AP…`.
    public var voiceApplication: String?
    /// The trunk that takes calls instead of URLs and application, `TK…`.
    public var trunk: String?
    /// What the number takes calls for.
    public var voiceReceiveMode: VoiceReceiveMode?
    /// Whether the caller's name is looked up.
    public var callerIDLookup: Bool?
    /// Where messages are announced.
    public var smsURL: String?
    /// How they are.
    public var smsMethod: CallbackMethod?
    /// Where to ask when that URL fails.
    public var smsFallbackURL: String?
    /// How it is asked.
    public var smsFallbackMethod: CallbackMethod?
    /// The application that answers messages, `AP…`.
    public var smsApplication: String?
    /// Whether it takes calls.
    public var canCall: Bool?
    /// Whether it takes messages.
    public var canText: Bool?
    /// When it was bought.
    public var created: Date?
    /// When it was changed.
    public var updated: Date?
}

extension PhoneNumberResource: RESTResource {
    static let listName = "incoming_phone_numbers"

    init(_ fields: ResourceFields) throws(TwilioRESTError) {
        self.sid = try fields.required("sid")
        self.account = fields.sid("account_sid")
        self.number = fields.text("phone_number")
        self.friendlyName = fields.text("friendly_name")
        self.voiceURL = fields.filled("voice_url")
        self.voiceMethod = fields.word("voice_method")
        self.voiceFallbackURL = fields.filled("voice_fallback_url")
        self.voiceFallbackMethod = fields.word("voice_fallback_method")
        self.statusCallbackURL = fields.filled("status_callback")
        self.statusCallbackMethod = fields.word("status_callback_method")
        self.voiceApplication = fields.filled("voice_application_sid")
        self.trunk = fields.filled("trunk_sid")
        self.voiceReceiveMode = fields.word("voice_receive_mode")
        self.callerIDLookup = fields.flag("voice_caller_id_lookup")
        self.smsURL = fields.filled("sms_url")
        self.smsMethod = fields.word("sms_method")
        self.smsFallbackURL = fields.filled("sms_fallback_url")
        self.smsFallbackMethod = fields.word("sms_fallback_method")
        self.smsApplication = fields.filled("sms_application_sid")
        self.canCall = fields.object("capabilities")?.flag("voice")
        self.canText = fields.object("capabilities")?.flag("sms")
        self.created = fields.date("date_created")
        self.updated = fields.date("date_updated")
    }
}
