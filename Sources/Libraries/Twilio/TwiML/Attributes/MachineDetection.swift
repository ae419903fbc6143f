// SPDX-License-Identifier: Apache-2.0

/// Whether Twilio finds out if a person or a machine answers.
public struct MachineDetection: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// As soon as it is known.
    public static let enable = Self(rawValue: "Enable")
    /// At the end of a machine's greeting.
    public static let detectMessageEnd = Self(rawValue: "DetectMessageEnd")
}
