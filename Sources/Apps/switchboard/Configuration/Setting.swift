// SPDX-License-Identifier: Apache-2.0

/// One setting: its name in the environment, its key in the configuration file, its default and what it means.
struct Setting: Sendable, Hashable {
    /// What values are allowed.
    enum Kind: Sendable, Hashable {
        case text
        /// One of these words.
        case choice([String])
        /// A whole number in this range.
        case integer(ClosedRange<Int>)
        /// A Twilio SID with this prefix: two letters and 32 hexadecimal digits.
        case sid(String)
        /// An absolute URL with one of these schemes and nothing behind the path.
        case url([String])
        /// Words separated by commas.
        case list
        /// The path of a file or folder.
        case path
        /// A telephone number in E.164.
        case phoneNumber
        /// Telephone numbers in E.164, separated by commas.
        case phoneNumbers
        /// A rate: COUNT/SECONDS, and +BURST.
        case rate
        /// Log levels: one, or LABEL=LEVEL, separated by commas.
        case logLevels
        /// NAME=SECRET separated by commas; the names begin so, and are SIDs if that is not empty.
        case pairs(String)
    }

    /// The environment variable.
    let name: String
    /// The key in the file, outermost first.
    let key: [String]
    let kind: Kind
    /// The value without any configuration; `nil` when there is none.
    let defaultValue: String?
    let isSecret: Bool
    /// One sentence, with the unit.
    let summary: String

    init(
        _ name: String,
        _ key: String,
        _ kind: Kind,
        default defaultValue: String? = nil,
        isSecret: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.key = key.split(separator: ".").map(String.init)
        self.kind = kind
        self.defaultValue = defaultValue
        self.isSecret = isSecret
        self.summary = summary
    }

    /// The key as it is written about.
    var keyText: String { self.key.joined(separator: ".") }
}
