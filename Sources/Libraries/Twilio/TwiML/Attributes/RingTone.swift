// SPDX-License-Identifier: Apache-2.0

/// The ring tone of a country.
public struct RingTone: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `at`.
    public static let at = Self(rawValue: "at")
    /// `au`.
    public static let au = Self(rawValue: "au")
    /// `bg`.
    public static let bg = Self(rawValue: "bg")
    /// `br`.
    public static let br = Self(rawValue: "br")
    /// `be`.
    public static let be = Self(rawValue: "be")
    /// `ch`.
    public static let ch = Self(rawValue: "ch")
    /// `cl`.
    public static let cl = Self(rawValue: "cl")
    /// `cn`.
    public static let cn = Self(rawValue: "cn")
    /// `cz`.
    public static let cz = Self(rawValue: "cz")
    /// `de`.
    public static let de = Self(rawValue: "de")
    /// `dk`.
    public static let dk = Self(rawValue: "dk")
    /// `ee`.
    public static let ee = Self(rawValue: "ee")
    /// `es`.
    public static let es = Self(rawValue: "es")
    /// `fi`.
    public static let fi = Self(rawValue: "fi")
    /// `fr`.
    public static let fr = Self(rawValue: "fr")
    /// `gr`.
    public static let gr = Self(rawValue: "gr")
    /// `hu`.
    public static let hu = Self(rawValue: "hu")
    /// `il`.
    public static let il = Self(rawValue: "il")
    /// `in`.
    public static let `in` = Self(rawValue: "in")
    /// `it`.
    public static let it = Self(rawValue: "it")
    /// `lt`.
    public static let lt = Self(rawValue: "lt")
    /// `jp`.
    public static let jp = Self(rawValue: "jp")
    /// `mx`.
    public static let mx = Self(rawValue: "mx")
    /// `my`.
    public static let my = Self(rawValue: "my")
    /// `nl`.
    public static let nl = Self(rawValue: "nl")
    /// `no`.
    public static let no = Self(rawValue: "no")
    /// `nz`.
    public static let nz = Self(rawValue: "nz")
    /// `ph`.
    public static let ph = Self(rawValue: "ph")
    /// `pl`.
    public static let pl = Self(rawValue: "pl")
    /// `pt`.
    public static let pt = Self(rawValue: "pt")
    /// `ru`.
    public static let ru = Self(rawValue: "ru")
    /// `se`.
    public static let se = Self(rawValue: "se")
    /// `sg`.
    public static let sg = Self(rawValue: "sg")
    /// `th`.
    public static let th = Self(rawValue: "th")
    /// `uk`.
    public static let uk = Self(rawValue: "uk")
    /// `us`.
    public static let us = Self(rawValue: "us")
    /// `us-old`.
    public static let usOld = Self(rawValue: "us-old")
    /// `tw`.
    public static let tw = Self(rawValue: "tw")
    /// `ve`.
    public static let ve = Self(rawValue: "ve")
    /// `za`.
    public static let za = Self(rawValue: "za")
}
