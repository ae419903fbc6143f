// SPDX-License-Identifier: Apache-2.0

/// What the carrier knows of a call.
public struct CarrierReport: Sendable, Hashable {
    /// How far it is.
    public var status: CallStatus
    /// The carrier's figure in seconds, once it is over.
    public var seconds: Int?
    /// Who took it, if that was asked for.
    public var answeredBy: AnsweredBy?

    /// Creates a report.
    public init(status: CallStatus, seconds: Int? = nil, answeredBy: AnsweredBy? = nil) {
        self.status = status
        self.seconds = seconds
        self.answeredBy = answeredBy
    }
}
