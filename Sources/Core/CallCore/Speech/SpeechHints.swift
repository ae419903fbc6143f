// SPDX-License-Identifier: Apache-2.0

/// What callers are likely to say, taken from the dialogue.
///
/// Every recogniser makes of it what it can: the offline engine a language model, Deepgram key terms, Twilio's
/// `<Gather>` its `hints`.
///
/// ```swift
/// let hints = SpeechHints(
///     phrases: ["when are you open", "a table for {party_size} at {time}"],
///     slots: ["party_size": ["two", "three"], "time": ["seven", "half past eight"]],
///     keywords: ["vegetarian"]
/// )
/// ```
public struct SpeechHints: Sendable, Hashable {
    /// Whole sentences; `{name}` stands for any value of that slot.
    public var phrases: [String]
    /// The values a slot can take.
    public var slots: [String: [String]]
    /// Single words or short terms that matter wherever they occur.
    public var keywords: [String]

    /// Creates hints; all empty means "anything may be said".
    public init(phrases: [String] = [], slots: [String: [String]] = [:], keywords: [String] = []) {
        self.phrases = phrases
        self.slots = slots
        self.keywords = keywords
    }

    /// Whether nothing is known of what will be said.
    public var isEmpty: Bool { self.phrases.isEmpty && self.keywords.isEmpty }
}
