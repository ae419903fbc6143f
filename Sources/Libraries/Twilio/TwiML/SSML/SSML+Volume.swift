// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How loud speech is.
    public struct Volume: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// As usual.
        public static let `default` = Self(rawValue: "default")
        /// Not at all.
        public static let silent = Self(rawValue: "silent")
        /// Very soft.
        public static let extraSoft = Self(rawValue: "x-soft")
        /// Soft.
        public static let soft = Self(rawValue: "soft")
        /// In between.
        public static let medium = Self(rawValue: "medium")
        /// Loud.
        public static let loud = Self(rawValue: "loud")
        /// Very loud.
        public static let extraLoud = Self(rawValue: "x-loud")

        /// Louder or softer than usual, in decibels.
        public static func decibels(_ difference: Int) -> Self {
            Self(rawValue: difference < 0 ? "\(difference)dB" : "+\(difference)dB")
        }
    }
}
