// SPDX-License-Identifier: Apache-2.0

/// The kind of a bank account.
public struct BankAccountType: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A checking account of a person.
    public static let consumerChecking = Self(rawValue: "consumer-checking")
    /// A savings account of a person.
    public static let consumerSavings = Self(rawValue: "consumer-savings")
    /// A checking account of a company.
    public static let commercialChecking = Self(rawValue: "commercial-checking")
    /// A savings account of a company.
    public static let commercialSavings = Self(rawValue: "commercial-savings")
}
