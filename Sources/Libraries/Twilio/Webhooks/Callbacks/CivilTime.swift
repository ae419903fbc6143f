// SPDX-License-Identifier: Apache-2.0

/// A moment in the Gregorian calendar and UTC, and the seconds it stands for.
struct CivilTime {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    /// `nil` when no calendar has that moment. A second of 60 is a leap second.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(in: month, of: year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    init(secondsSince1970 seconds: Int64) {
        let days = Self.floor(seconds, 86_400)
        let rest = Int(seconds - days * 86_400)
        (self.hour, self.minute, self.second) = (rest / 3_600, rest / 60 % 60, rest % 60)
        // Years begin in March, so that the leap day is the last; an era of 400 years has 146,097 days.
        let sinceEra = days + 719_468
        let era = Self.floor(sinceEra, 146_097)
        let dayOfEra = sinceEra - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        self.day = Int(dayOfYear - (153 * month + 2) / 5 + 1)
        self.month = Int(month < 10 ? month + 3 : month - 9)
        self.year = Int(yearOfEra + era * 400) + (self.month <= 2 ? 1 : 0)
    }

    var secondsSince1970: Int64 {
        Int64(self.daysSince1970) * 86_400 + Int64(self.hour * 3_600 + self.minute * 60 + self.second)
    }

    /// 0 is Sunday; 1 January 1970 was a Thursday.
    var weekday: Int { ((self.daysSince1970 + 4) % 7 + 7) % 7 }

    private var daysSince1970: Int {
        let year = self.month <= 2 ? self.year - 1 : self.year
        let era = Int(Self.floor(Int64(year), 400))
        let yearOfEra = year - era * 400
        let month = self.month > 2 ? self.month - 3 : self.month + 9
        let dayOfYear = (153 * month + 2) / 5 + self.day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        (number - ((number % divisor) + divisor) % divisor) / divisor
    }
}
