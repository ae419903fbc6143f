// SPDX-License-Identifier: Apache-2.0

/// A brand of payment cards.
public struct PaymentCard: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Visa.
    public static let visa = Self(rawValue: "visa")
    /// Mastercard.
    public static let mastercard = Self(rawValue: "mastercard")
    /// American Express.
    public static let amex = Self(rawValue: "amex")
    /// Maestro.
    public static let maestro = Self(rawValue: "maestro")
    /// Discover.
    public static let discover = Self(rawValue: "discover")
    /// Optima.
    public static let optima = Self(rawValue: "optima")
    /// JCB.
    public static let jcb = Self(rawValue: "jcb")
    /// Diners Club.
    public static let dinersClub = Self(rawValue: "diners-club")
    /// enRoute.
    public static let enroute = Self(rawValue: "enroute")
}
