// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The state of one who takes part in a conference.
public struct ParticipantStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Waiting to be dialled.
    public static let queued = Self(rawValue: "queued")
    /// Being connected.
    public static let connecting = Self(rawValue: "connecting")
    /// It rings.
    public static let ringing = Self(rawValue: "ringing")
    /// In the conference.
    public static let connected = Self(rawValue: "connected")
    /// Has left.
    public static let complete = Self(rawValue: "complete")
    /// Could not be connected.
    public static let failed = Self(rawValue: "failed")
}
