// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// How much words are stressed.
    public struct EmphasisLevel: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Louder and slower.
        public static let strong = Self(rawValue: "strong")
        /// A little louder and slower.
        public static let moderate = Self(rawValue: "moderate")
        /// Softer and faster.
        public static let reduced = Self(rawValue: "reduced")
    }
}
