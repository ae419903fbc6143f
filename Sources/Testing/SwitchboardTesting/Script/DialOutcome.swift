// SPDX-License-Identifier: Apache-2.0

/// What becomes of a `<Dial>`.
public struct DialOutcome: Sendable, Hashable {
    /// Twilio's `DialCallStatus`.
    public enum Status: String, Sendable, Hashable, Codable {
        /// Somebody answered and the two talked.
        case completed
        /// The line was busy.
        case busy
        /// Nobody answered within `timeout`.
        case noAnswer = "no-answer"
        /// The number could not be reached.
        case failed
        /// The caller gave up while it rang.
        case canceled
    }

    /// What happened.
    public var status: Status
    /// How long the two talked; only for ``Status/completed``.
    public var duration: Duration

    /// An outcome.
    public init(_ status: Status, duration: Duration = .zero) {
        self.status = status
        self.duration = duration
    }

    /// Answered, talked for so long.
    public static func completed(_ duration: Duration = .seconds(5)) -> Self { Self(.completed, duration: duration) }
    /// Busy.
    public static let busy = Self(.busy)
    /// Nobody answered.
    public static let noAnswer = Self(.noAnswer)
    /// Not reachable.
    public static let failed = Self(.failed)
    /// The caller hung up while it rang.
    public static let canceled = Self(.canceled)
}
