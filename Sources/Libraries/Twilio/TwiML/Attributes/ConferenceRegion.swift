// SPDX-License-Identifier: Apache-2.0

/// Where a ``Conference`` is mixed.
public struct ConferenceRegion: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Virginia.
    public static let us1 = Self(rawValue: "us1")
    /// Oregon.
    public static let us2 = Self(rawValue: "us2")
    /// Ireland.
    public static let ie1 = Self(rawValue: "ie1")
    /// Singapore.
    public static let sg1 = Self(rawValue: "sg1")
    /// São Paulo.
    public static let br1 = Self(rawValue: "br1")
    /// Sydney.
    public static let au1 = Self(rawValue: "au1")
    /// Tokyo.
    public static let jp1 = Self(rawValue: "jp1")
    /// Frankfurt.
    public static let de1 = Self(rawValue: "de1")
}
