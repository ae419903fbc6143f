// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How high speech is.
    public struct Pitch: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// As usual.
        public static let `default` = Self(rawValue: "default")
        /// Very low.
        public static let extraLow = Self(rawValue: "x-low")
        /// Low.
        public static let low = Self(rawValue: "low")
        /// In between.
        public static let medium = Self(rawValue: "medium")
        /// High.
        public static let high = Self(rawValue: "high")
        /// Very high.
        public static let extraHigh = Self(rawValue: "x-high")

        /// Higher or lower than usual, in percent.
        public static func percent(_ difference: Int) -> Self {
            Self(rawValue: difference < 0 ? "\(difference)%" : "+\(difference)%")
        }
    }
}
