// SPDX-License-Identifier: Apache-2.0

/// The carrier's word on a leg that the call has dialled: whoever it was connected with.
public struct LegReport: Sendable, Hashable, Codable {
    /// The leg's own name (Twilio: the child's CallSid).
    public var leg: String
    /// How far it is.
    public var status: CallStatus
    /// Counts the leg's reports from 0, in the order they happened.
    public var sequence: Int?
    /// The carrier's figure in seconds, once it is over.
    public var seconds: Int?

    /// Creates a report.
    public init(leg: String, status: CallStatus, sequence: Int? = nil, seconds: Int? = nil) {
        self.leg = leg
        self.status = status
        self.sequence = sequence
        self.seconds = seconds
    }
}
