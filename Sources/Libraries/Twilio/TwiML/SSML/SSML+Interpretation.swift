// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// What kind of words these are.
    public struct Interpretation: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Letter by letter.
        public static let characters = Self(rawValue: "characters")
        /// Letter by letter.
        public static let spellOut = Self(rawValue: "spell-out")
        /// A number.
        public static let cardinal = Self(rawValue: "cardinal")
        /// A number.
        public static let number = Self(rawValue: "number")
        /// A rank.
        public static let ordinal = Self(rawValue: "ordinal")
        /// Digit by digit.
        public static let digits = Self(rawValue: "digits")
        /// A fraction.
        public static let fraction = Self(rawValue: "fraction")
        /// A measure.
        public static let unit = Self(rawValue: "unit")
        /// A date, see ``SSML/DateFormat``.
        public static let date = Self(rawValue: "date")
        /// A span of minutes and seconds.
        public static let time = Self(rawValue: "time")
        /// A street address.
        public static let address = Self(rawValue: "address")
        /// Something to be bleeped out.
        public static let expletive = Self(rawValue: "expletive")
        /// A telephone number.
        public static let telephone = Self(rawValue: "telephone")
    }
}
