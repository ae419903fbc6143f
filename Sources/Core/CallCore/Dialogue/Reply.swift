// SPDX-License-Identifier: Apache-2.0

/// What is said to the caller, and what happens after it was heard.
public struct Reply: Sendable, Hashable, Codable {
    /// Plain text.
    public var text: String
    /// What comes after.
    public var action: DialogueAction
    /// Whether the caller may cut in.
    public var isInterruptible: Bool
    /// Where it comes from, for the record: `faq:hours`, `prompt:say_again`.
    public var source: String
    /// How well it matched, 0…1, where that means anything.
    public var score: Double?

    /// Creates a reply.
    public init(
        text: String,
        action: DialogueAction = .listen,
        isInterruptible: Bool = true,
        source: String,
        score: Double? = nil
    ) {
        self.text = text
        self.action = action
        self.isInterruptible = isInterruptible
        self.source = source
        self.score = score
    }
}
