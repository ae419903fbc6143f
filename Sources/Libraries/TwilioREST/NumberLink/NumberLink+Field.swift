// SPDX-License-Identifier: Apache-2.0

import Twilio

extension NumberLink {
    /// What of a number is changed.
    public enum Field: String, Sendable, Hashable, Codable, CaseIterable {
        /// Where calls are announced.
        case voiceURL = "voice_url"
        /// How they are.
        case voiceMethod = "voice_method"
        /// Where to ask when that fails.
        case voiceFallbackURL = "voice_fallback_url"
        /// How it is asked.
        case voiceFallbackMethod = "voice_fallback_method"
        /// Where the end of calls is reported.
        case statusCallback = "status_callback"
        /// How it is.
        case statusCallbackMethod = "status_callback_method"
        /// The application that answers instead.
        case voiceApplication = "voice_application_sid"
        /// The trunk that takes calls instead.
        case trunk = "trunk_sid"
        /// What the number takes calls for.
        case receiveMode = "voice_receive_mode"
    }

    /// One value that changes.
    public struct Change: Sendable, Hashable, Codable {
        /// What it is.
        public var field: Field
        /// What it was; `nil` when there was nothing.
        public var before: String?
        /// What it becomes; empty when it is taken away.
        public var after: String

        /// Creates a change.
        public init(field: Field, before: String?, after: String) {
            self.field = field
            self.before = before
            self.after = after
        }
    }
}

extension NumberLink.Field {
    /// The value of a number; `nil` when there is none.
    public func value(of number: PhoneNumberResource) -> String? {
        switch self {
        case .voiceURL: number.voiceURL
        case .voiceMethod: number.voiceMethod?.rawValue
        case .voiceFallbackURL: number.voiceFallbackURL
        case .voiceFallbackMethod: number.voiceFallbackMethod?.rawValue
        case .statusCallback: number.statusCallbackURL
        case .statusCallbackMethod: number.statusCallbackMethod?.rawValue
        case .voiceApplication: number.voiceApplication
        case .trunk: number.trunk
        case .receiveMode: number.voiceReceiveMode?.rawValue
        }
    }

    func set(_ value: String, in update: inout PhoneNumberUpdate) {
        switch self {
        case .voiceURL: update.voiceURL = value
        case .voiceMethod: update.voiceMethod = .init(rawValue: value)
        case .voiceFallbackURL: update.voiceFallbackURL = value
        case .voiceFallbackMethod: update.voiceFallbackMethod = .init(rawValue: value)
        case .statusCallback: update.statusCallbackURL = value
        case .statusCallbackMethod: update.statusCallbackMethod = .init(rawValue: value)
        case .voiceApplication: update.voiceApplication = value
        case .trunk: update.trunk = value
        case .receiveMode: update.voiceReceiveMode = .init(rawValue: value)
        }
    }

    /// Whether an empty text takes the value away; a method or a mode always has one.
    var canBeEmpty: Bool {
        switch self {
        case .voiceMethod, .voiceFallbackMethod, .statusCallbackMethod, .receiveMode: false
        default: true
        }
    }
}
