// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What began a recording.
public struct RecordingSource: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The verb `<Dial>`.
    public static let dialVerb = Self(rawValue: "DialVerb")
    /// The noun `<Conference>`.
    public static let conference = Self(rawValue: "Conference")
    /// `Record` of a call that was made.
    public static let outboundAPI = Self(rawValue: "OutboundAPI")
    /// A trunk.
    public static let trunking = Self(rawValue: "Trunking")
    /// The verb `<Record>`.
    public static let recordVerb = Self(rawValue: "RecordVerb")
    /// A request about a call.
    public static let startCallRecordingAPI = Self(rawValue: "StartCallRecordingAPI")
    /// A request about a conference.
    public static let startConferenceRecordingAPI = Self(rawValue: "StartConferenceRecordingAPI")
    /// The verb `<Start><Recording>`.
    public static let startCallRecordingTwiML = Self(rawValue: "StartCallRecordingTwiML")
}
