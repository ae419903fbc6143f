// SPDX-License-Identifier: Apache-2.0

/// What the caller does at a `<Gather>`.
public enum GatherAnswer: Sendable, Hashable {
    /// Presses keys; a finish key among them ends the input.
    case digits(String)
    /// Speaks: what Twilio's own recogniser would report. `nil` sends no `Confidence`, which does happen.
    case speech(String, confidence: Double? = 0.9)
    /// Neither: the time-out runs.
    case nothing
    /// Hangs up.
    case hangUp
}
