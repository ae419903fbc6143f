// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// A change of a number; what is `nil` stays as it is, and an empty text takes a value away.
public struct PhoneNumberUpdate: Sendable, Hashable {
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
    /// The trunk that takes calls instead, `TK…`.
    public var trunk: String?
    /// What the number takes calls for.
    public var voiceReceiveMode: VoiceReceiveMode?
    /// Whether the caller's name is looked up; it costs.
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

    /// A change of nothing.
    public init() {}
}

extension PhoneNumberUpdate {
    func form() throws(TwilioRESTError) -> FormParameters {
        var writer = FormWriter()
        writer.set("FriendlyName", self.friendlyName)
        writer.set("VoiceUrl", self.voiceURL)
        writer.set("VoiceMethod", self.voiceMethod)
        writer.set("VoiceFallbackUrl", self.voiceFallbackURL)
        writer.set("VoiceFallbackMethod", self.voiceFallbackMethod)
        writer.set("StatusCallback", self.statusCallbackURL)
        writer.set("StatusCallbackMethod", self.statusCallbackMethod)
        writer.set("VoiceApplicationSid", self.voiceApplication)
        writer.set("TrunkSid", self.trunk)
        writer.set("VoiceReceiveMode", self.voiceReceiveMode)
        writer.set("VoiceCallerIdLookup", self.callerIDLookup)
        writer.set("SmsUrl", self.smsURL)
        writer.set("SmsMethod", self.smsMethod)
        writer.set("SmsFallbackUrl", self.smsFallbackURL)
        writer.set("SmsFallbackMethod", self.smsFallbackMethod)
        writer.set("SmsApplicationSid", self.smsApplication)
        guard !writer.form.isEmpty else {
            throw TwilioRESTError(.invalidRequest, "The change of the number is empty.")
        }
        return writer.form
    }
}
