// SPDX-License-Identifier: Apache-2.0

/// What the caller does at a `<Record>`.
public struct RecordAnswer: Sendable, Hashable {
    /// How the recording ends.
    public enum Ending: Sendable, Hashable {
        /// By the time-out for silence.
        case silence
        /// By a key; it counts only if the verb's `finishOnKey` has it.
        case key(String)
        /// The caller hangs up.
        case hangUp
    }

    /// How long the caller speaks; nothing recorded when zero. `maxLength` cuts it.
    public var duration: Duration
    /// How it ends.
    public var ending: Ending

    /// A message of some length.
    public init(_ duration: Duration, ending: Ending = .silence) {
        self.duration = duration
        self.ending = ending
    }

    /// Says nothing.
    public static let nothing = Self(.zero)
}
