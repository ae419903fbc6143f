// SPDX-License-Identifier: Apache-2.0

extension SSML {
    /// The order of a date.
    public struct DateFormat: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Month, day, year.
        public static let monthDayYear = Self(rawValue: "mdy")
        /// Day, month, year.
        public static let dayMonthYear = Self(rawValue: "dmy")
        /// Year, month, day.
        public static let yearMonthDay = Self(rawValue: "ymd")
        /// Month, day.
        public static let monthDay = Self(rawValue: "md")
        /// Day, month.
        public static let dayMonth = Self(rawValue: "dm")
        /// Year, month.
        public static let yearMonth = Self(rawValue: "ym")
        /// Month, year.
        public static let monthYear = Self(rawValue: "my")
        /// The day.
        public static let day = Self(rawValue: "d")
        /// The month.
        public static let month = Self(rawValue: "m")
        /// The year.
        public static let year = Self(rawValue: "y")
        /// Eight digits without separators.
        public static let compact = Self(rawValue: "yyyymmdd")
    }
}
