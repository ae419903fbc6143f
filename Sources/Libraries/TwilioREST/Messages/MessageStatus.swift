// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The state of a message.
public struct MessageStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Waiting to be sent.
    public static let queued = Self(rawValue: "queued")
    /// Being sent.
    public static let sending = Self(rawValue: "sending")
    /// Handed to the carrier.
    public static let sent = Self(rawValue: "sent")
    /// It could not be sent.
    public static let failed = Self(rawValue: "failed")
    /// It arrived.
    public static let delivered = Self(rawValue: "delivered")
    /// It did not arrive.
    public static let undelivered = Self(rawValue: "undelivered")
    /// Being received.
    public static let receiving = Self(rawValue: "receiving")
    /// It was received.
    public static let received = Self(rawValue: "received")
    /// Accepted by a messaging service.
    public static let accepted = Self(rawValue: "accepted")
    /// It will be sent later.
    public static let scheduled = Self(rawValue: "scheduled")
    /// It was read.
    public static let read = Self(rawValue: "read")
    /// Parts of it arrived.
    public static let partiallyDelivered = Self(rawValue: "partially_delivered")
    /// It was withdrawn.
    public static let canceled = Self(rawValue: "canceled")
}
