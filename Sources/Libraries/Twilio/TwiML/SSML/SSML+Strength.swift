// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How long a pause is.
    public struct Strength: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// None, where there would be one.
        public static let none = Self(rawValue: "none")
        /// Hardly any.
        public static let extraWeak = Self(rawValue: "x-weak")
        /// As at a comma.
        public static let weak = Self(rawValue: "weak")
        /// As at a comma.
        public static let medium = Self(rawValue: "medium")
        /// As after a sentence.
        public static let strong = Self(rawValue: "strong")
        /// As after a paragraph.
        public static let extraStrong = Self(rawValue: "x-strong")
    }
}
