// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A telephone number of the account as the REST API shows it.
struct NumberRow: Sendable {
    var sid: String
    var number: String
    var created = Date.now
    var updated = Date.now
    /// What can be set, by its name in requests: `VoiceUrl`, `StatusCallback`, `FriendlyName`, …
    var settings: [String: String] = [:]

    /// The names a request may set, and how the answer calls them.
    static let names: [(request: String, answer: String)] = [
        ("FriendlyName", "friendly_name"), ("VoiceUrl", "voice_url"), ("VoiceMethod", "voice_method"),
        ("VoiceFallbackUrl", "voice_fallback_url"), ("VoiceFallbackMethod", "voice_fallback_method"),
        ("VoiceCallerIdLookup", "voice_caller_id_lookup"), ("VoiceApplicationSid", "voice_application_sid"),
        ("StatusCallback", "status_callback"), ("StatusCallbackMethod", "status_callback_method"),
        ("SmsUrl", "sms_url"), ("SmsMethod", "sms_method"), ("SmsFallbackUrl", "sms_fallback_url"),
        ("SmsFallbackMethod", "sms_fallback_method"), ("SmsApplicationSid", "sms_application_sid"),
        ("TrunkSid", "trunk_sid"), ("AddressSid", "address_sid"),
    ]
}
