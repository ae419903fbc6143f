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
    /// Whether every caller would be told the same words, so that their sound may be kept: nothing of this caller's is
    /// in them. Not part of a written reply.
    public var isReusable = false

    /// What is written down.
    private enum CodingKeys: CodingKey {
        case text
        case action
        case isInterruptible
        case source
        case score
    }

    /// Creates a reply. Unless said otherwise, it is reusable when it is a prompt by its source.
    public init(
        text: String,
        action: DialogueAction = .listen,
        isInterruptible: Bool = true,
        source: String,
        score: Double? = nil,
        isReusable: Bool? = nil
    ) {
        self.text = text
        self.action = action
        self.isInterruptible = isInterruptible
        self.source = source
        self.score = score
        self.isReusable = isReusable ?? source.hasPrefix("prompt:")
    }
}
