// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How fast speech is.
    public struct Rate: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Very slow.
        public static let extraSlow = Self(rawValue: "x-slow")
        /// Slow.
        public static let slow = Self(rawValue: "slow")
        /// In between.
        public static let medium = Self(rawValue: "medium")
        /// Fast.
        public static let fast = Self(rawValue: "fast")
        /// Very fast.
        public static let extraFast = Self(rawValue: "x-fast")

        /// A share of the usual rate, in percent: 100 is as usual.
        public static func percent(_ share: Int) -> Self {
            Self(rawValue: "\(share)%")
        }
    }
}
