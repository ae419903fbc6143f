// SPDX-License-Identifier: Apache-2.0

/// One TwiML verb that was executed.
public struct VerbReport: Sendable, Hashable, Codable {
    /// The element's name.
    public var name: String
    /// What it was about: the text of a `Say`, the URL of a `Play` or `Stream`, the numbers of a `Dial`.
    public var detail: String
    /// When it began.
    public var at: Double
    /// What came of it, for verbs that have an outcome: digits, speech, a dial status.
    public var outcome: String?
}
